// SPDX-License-Identifier: Apache-2.0
#include <wims/signalling/static_location.hpp>

#include "common/identity/identity_set.hpp"
#include "common/identity/public_identity.hpp"
#include "signalling/sip/uri.hpp"

namespace wims::signalling {
namespace {

class Table final : public cx::LocationDirectory {
public:
    Result<void> add(const StaticLocation& row) {
        const auto usage = [&](const std::string& text) {
            return Error{ErrorKind::usage, "location of " + row.public_identity + ": " + text};
        };
        if (!sip::Uri::parse(row.server_name)) return usage("the server name is no SIP URI");
        if (row.public_identity.find('!') == std::string::npos) {
            const auto identity = identity::canonical(row.public_identity);
            if (!identity) return usage(identity.error().text);
            if (!rows_.add(*identity, row.server_name)) return usage("given twice");
            return {};
        }
        auto wildcard = identity::Wildcard::parse(row.public_identity);
        if (!wildcard) return usage(wildcard.error().text);
        rows_.add(std::move(*wildcard), row.server_name);
        return {};
    }

    void locate(const cx::LocationInfoRequest& request, Deadline, Completion<cx::LocationInfoAnswer> done) override {
        done(find(request.public_identity));
    }

private:
    Result<cx::LocationInfoAnswer> find(const std::string& public_identity) const {
        const Error unknown{ErrorKind::not_found, "user unknown", 404};
        const auto identity = identity::canonical(public_identity);
        if (!identity) return unknown;
        const auto match = rows_.match(*identity);
        if (!match) return unknown;
        return cx::LocationInfoAnswer{*match.value, match.wildcard != nullptr ? match.wildcard->text() : std::string()};
    }

    identity::IdentitySet<std::string> rows_;  // → server name
};

}  // namespace

Result<std::unique_ptr<cx::LocationDirectory>> make_static_location(const std::vector<StaticLocation>& table) {
    auto directory = std::make_unique<Table>();
    for (const auto& row : table)
        if (const auto added = directory->add(row); !added) return added.error();
    return std::unique_ptr<cx::LocationDirectory>(std::move(directory));
}

}  // namespace wims::signalling
