// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include <wims/common/address.hpp>
#include <wims/common/clock.hpp>
#include <wims/common/result.hpp>

#include "host/format.hpp"

namespace wims::host {

/// What is being read, and how.
struct Reading {
    std::string folder;      ///< of the configuration file: relative file names begin there
    bool rehearsal = false;  ///< --check-config: addresses to bind become 127.0.0.1:0 once they are read
};

struct Range {
    std::int64_t min = 0;
    std::int64_t max = 0;
};

/// The keys of one JSON object of a configuration file. A host states each key once, bound to the field of the
/// configuration that it fills: name, what it takes, meaning. The field's value at that moment is the default. Reading,
/// checking and the text of --help all come from here. The fields outlive the keys.
///
///     keys.number("calls_per_flow", config.calls_per_flow, {1, 1000}, "calls that one WIC may have begun at once");
///     keys.text("i_cscf", config.i_cscf, sip_uri, "next hop of the blocks' REGISTER").required();
class Keys {
public:
    struct Row {
        std::string path;      ///< "p_cscf.blocks[].wimpu"
        std::string takes;     ///< "whole seconds, 1 to 600"
        std::string standard;  ///< the default as JSON; empty: the key is required
        std::string meaning;
    };

    /// Read and describe one value; `path` is the value's own.
    struct Key {
        std::string takes;
        std::string standard;
        std::string meaning;
        std::function<Result<void>(const nlohmann::json& value, const std::string& path, const Reading& reading)> read;
        std::function<void(const std::string& path, std::vector<Row>& rows)> inner;  ///< of objects and lists of them
        bool is_object = false;  ///< then it is read even when it is absent: what it requires is required

        void required() { standard.clear(); }
    };

    Key& text(const std::string& name, std::string& target, const Format& format, std::string meaning);
    Key& texts(const std::string& name, std::vector<std::string>& target, const Format& format, std::string meaning);
    Key& flag(const std::string& name, bool& target, std::string meaning);
    /// One of a few words.
    template <class T>
    Key& choice(const std::string& name, T& target, std::map<std::string, T> words, std::string meaning);
    template <std::integral T>
    Key& number(const std::string& name, T& target, Range range, std::string meaning);
    /// `name` ends in "_seconds".
    template <class D>
    Key& seconds(const std::string& name, D& target, Range range, std::string meaning);

    /// A file that is there and can be read.
    Key& file(const std::string& name, std::string& target, std::string meaning);
    /// A file that may be made: its folder is there.
    Key& new_file(const std::string& name, std::string& target, std::string meaning);
    /// A folder of this host's own that may be made: the one around it is there.
    Key& new_folder(const std::string& name, std::string& target, std::string meaning);

    /// An address of a peer: ip and port.
    Key& address(const std::string& name, TransportAddress& target, std::string meaning);
    /// An address to bind: ip, port and the advertised_ip, which peers are told where it differs.
    Key& endpoint(const std::string& name, Endpoint& target, std::string meaning);
    /// The same without a name of its own: an entry of a list.
    void endpoint(Endpoint& target);
    /// An address to bind that no peer is told.
    Key& bound_address(const std::string& name, TransportAddress& target, std::string meaning);
    /// `name` and `advertised_name`: as an endpoint whose ports are somebody else's.
    void bound_ip(const std::string& name, const std::string& advertised_name, std::string& ip, std::string& advertised,
                  const std::string& meaning);

    /// An object in this one.
    Key& section(const std::string& name, std::string meaning, const std::function<void(Keys&)>& declare);
    /// A list of objects, each declared by `declare`.
    template <class T>
    Key& list(const std::string& name, std::vector<T>& target, std::string meaning, void (*declare)(Keys&, T&));

    /// Fills the fields. usage: the text begins with the path of the first key that is wrong. The root has an empty
    /// path.
    Result<void> read(const nlohmann::json& object, const std::string& path, const Reading& reading) const;
    void describe(const std::string& path, std::vector<Row>& rows) const;

private:
    using SetNumber = std::function<void(std::int64_t)>;
    Key& add(const std::string& name, std::string takes, std::string standard, std::string meaning);
    Key& number(const std::string& name, std::int64_t standard, SetNumber set, Range range, const char* unit,
                std::string meaning);
    Key& word(const std::string& name, const std::string& standard, std::vector<std::string> words,
              std::function<void(const std::string&)> set, std::string meaning);
    static std::size_t length_of(const nlohmann::json& list, const std::string& path, Result<void>& outcome);
    static const nlohmann::json& item_of(const nlohmann::json& list, std::size_t index);

    std::vector<std::string> order_;
    std::map<std::string, Key> keys_;
    std::function<void(const Reading&)> finish_;  // after all is read
};

template <class T>
Keys::Key& Keys::choice(const std::string& name, T& target, std::map<std::string, T> words, std::string meaning) {
    std::string standard;
    std::vector<std::string> names;
    for (const auto& [word, value] : words) {
        names.push_back(word);
        if (value == target) standard = word;
    }
    return word(
        name, standard, std::move(names),
        [&target, words = std::move(words)](const std::string& word) { target = words.at(word); }, std::move(meaning));
}

template <std::integral T>
Keys::Key& Keys::number(const std::string& name, T& target, Range range, std::string meaning) {
    return number(
        name, static_cast<std::int64_t>(target), [&target](std::int64_t n) { target = static_cast<T>(n); }, range,
        "a whole number", std::move(meaning));
}

template <class D>
Keys::Key& Keys::seconds(const std::string& name, D& target, Range range, std::string meaning) {
    return number(
        name, std::chrono::duration_cast<std::chrono::seconds>(target).count(),
        [&target](std::int64_t n) { target = std::chrono::seconds(n); }, range, "whole seconds", std::move(meaning));
}

template <class T>
Keys::Key& Keys::list(const std::string& name, std::vector<T>& target, std::string meaning,
                      void (*declare)(Keys&, T&)) {
    Key& key = add(name, "a list of objects", "[]", std::move(meaning));
    key.read = [&target, declare](const nlohmann::json& value, const std::string& path, const Reading& reading) {
        Result<void> outcome;
        const std::size_t length = length_of(value, path, outcome);
        target.clear();
        for (std::size_t i = 0; i < length && outcome; ++i) {
            Keys each;
            declare(each, target.emplace_back());
            outcome = each.read(item_of(value, i), path + "[" + std::to_string(i) + "]", reading);
        }
        return outcome;
    };
    key.inner = [declare](const std::string& path, std::vector<Row>& rows) {
        T sample{};
        Keys each;
        declare(each, sample);
        each.describe(path + "[]", rows);
    };
    return key;
}

}  // namespace wims::host
