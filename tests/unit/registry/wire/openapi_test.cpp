// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <fstream>
#include <functional>
#include <set>
#include <sstream>

#include "registry/wire/messages.hpp"
#include "registry/wire/problem.hpp"
#include "registry/wire/target.hpp"

using namespace wims;
using namespace wims::registry::wire;

namespace {

/// openapi.yaml as far as this test needs it: its own layout, line by line.
struct Contract {
    struct Schema {
        std::set<std::string> required, properties;
        bool closed = false;
    };
    std::map<std::string, Schema> schemas;

    Contract() {
        std::ifstream file(WIMS_OPENAPI);
        std::string line, schema;
        bool in_schemas = false;
        while (std::getline(file, line)) {
            if (line == "  schemas:") in_schemas = true;
            if (!in_schemas) continue;
            const auto indent = line.find_first_not_of(' ');
            if (indent == 4) schema = line.substr(4, line.find(':') - 4);
            if (indent == 6 && line == "      additionalProperties: false") schemas[schema].closed = true;
            if (indent == 6 && line.starts_with("      required: [")) {
                std::istringstream names(line.substr(17, line.size() - 18));
                for (std::string name; std::getline(names >> std::ws, name, ',');)
                    schemas[schema].required.insert(name);
            }
            if (indent == 8) schemas[schema].properties.insert(line.substr(8, line.find(':') - 8));
        }
    }
};

w6::Contact contact() {
    w6::Contact c;
    c.uri = "sip:b@x.invalid";
    c.instance_id = "<urn:uuid:1>";
    c.reg_id = 1;
    c.key = "k";
    c.flow = {"p-cscf-1", "token", true};
    c.call_id = "call";
    c.cseq = 4294967295U;
    c.q = 0.5F;
    c.expires = std::chrono::seconds(600);
    c.user_agent = "ua";
    return c;
}

w6::Registration registration() {
    return {"sip:w1-1@x", "sip:b@y", "sip:w1-!.*!@x", "p-cscf-1", 18446744073709551615U, w6::AllocatedBy::third_party,
            {contact()},  0};
}

template <class T>
std::function<Result<void>(const Json&)> reader(Result<T> (*read)(const Json&)) {
    return [read](const Json& json) -> Result<void> {
        auto value = read(json);
        if (!value) return value.error();
        return {};
    };
}

}  // namespace

TEST_CASE("W6-03: openapi.yaml and the code have the same members: all that is required is, nothing unknown is read") {
    const Contract contract;
    REQUIRE(contract.schemas.size() >= 14);
    w6::RegisterContact allocation{TrailId(), "sip:b@y", "sip:w1-!.*!@x", 3, w6::AllocatedBy::epcscf, contact(), 7};
    const NumberedChange change{4, {TrailId::create(), "sip:w1-1@x", "sip:b@y", "sip:w1-!.*!@x", {contact()}}};
    struct Case {
        const char* schema;
        Json sample;
        std::function<Result<void>(const Json&)> read;
    };
    const Case cases[] = {
        {"Flow", to_json(contact().flow), reader(read_flow)},
        {"Contact", to_json(contact()), reader(read_contact)},
        {"Allocation", to_json(allocation), reader(read_register_contact)},
        {"AllocationResult", to_json(w6::Registered{{}, registration()}), reader(read_registered)},
        {"Registration", to_json(registration()), reader(read_registration)},
        {"Removal", to_json(w6::Removed{true, {contact()}}), reader(read_removed)},
        {"Location", to_json(w6::Located{"w", "o", 1, true}), reader(read_located)},
        {"Owner", {{"owner", "o"}}, reader(read_owner)},
        {"Lease", to_json(w6::BlockLease{"w", 1}), reader(read_lease)},
        {"Changes", {{"changes", Json::array({to_json(change)})}}, reader(read_changes)},
        {"Status", to_json(w7::Status{true, "i", "w"}), reader(read_status)},
    };
    for (const auto& [name, sample, read] : cases) {
        CAPTURE(name);
        const auto it = contract.schemas.find(name);
        REQUIRE(it != contract.schemas.end());
        CHECK(it->second.closed);
        std::set<std::string> written;
        for (const auto& [member, value] : sample.items()) written.insert(member);
        CHECK(written == it->second.properties);
        REQUIRE(read(sample).ok());
        for (const auto& member : written) {
            CAPTURE(member);
            auto without = sample;
            without.erase(member);
            CHECK(read(without).ok() == !it->second.required.contains(member));
            auto other_type = sample;
            other_type[member] = Json{{"a", 1}};
            if (member != "flow" && member != "contact" && member != "registration") CHECK_FALSE(read(other_type).ok());
        }
        auto more = sample;
        more["colour"] = "blue";
        CHECK_FALSE(read(more).ok());
        CHECK_FALSE(read(Json(1)).ok());
        CHECK_FALSE(read(Json::array({sample})).ok());
    }
}

TEST_CASE("W6-01: what is written is read as it was") {
    auto read = read_registration(*parse(text(to_json(registration()))));
    REQUIRE(read.ok());
    CHECK(read->epoch == registration().epoch);
    CHECK(read->allocated_by == w6::AllocatedBy::third_party);
    CHECK(read->contacts == registration().contacts);
    CHECK(version_of(etag(17)) == 17);
    for (const char* none : {"", "17", "\"\"", "\"x\"", "W/\"17\"", "\"17", "\"18446744073709551616\""})
        CHECK(version_of(none) == 0);
    const std::string name = "sip:%42ob/?#@x é";
    CHECK(segments("/users/" + encoded(name))->at(1) == name);
    CHECK_FALSE(segments("/%zz").has_value());
    CHECK_FALSE(segments("/%4").has_value());
    CHECK_FALSE(segments("/%00").has_value());
    CHECK(*query_number("a=1&epoch=9", "epoch") == 9);
    CHECK(query_number("xepoch=1", "epoch")->has_value() == false);
    CHECK(query_value("a=1&call-id=%42", "call-id")->value() == "B");
    CHECK_FALSE(query_value("call-id=%4", "call-id").ok());
    CHECK_FALSE(query_number("cseq=4294967296", "cseq", 4294967295).ok());
    for (const char* none : {"epoch=", "epoch=-1", "epoch=1x", "epoch", "epoch=%zz", "epoch=18446744073709551616"}) {
        const auto number = query_number(none, "epoch");
        REQUIRE_FALSE(number.ok());
        CHECK(number.error().status == 400);
    }
}

TEST_CASE("E21 E34: every error of the seams comes back as it was; every other answer is an error answer, 500") {
    const Error errors[] = {
        {ErrorKind::not_found, "a", 404}, {ErrorKind::auth, "b", 403},     {ErrorKind::auth, "c", 409},
        {ErrorKind::auth, "d", 412},      {ErrorKind::limit, "e", 503},    {ErrorKind::protocol, "f", 500},
        {ErrorKind::protocol, "g", 400},  {ErrorKind::protocol, "h", 416}, {ErrorKind::timeout, "i", 504},
        {ErrorKind::io, "j", 504},
    };
    for (const auto& error : errors) {
        const auto back = error_of(problem(error));
        CHECK(back.kind == error.kind);
        CHECK(back.status == error.status);
        CHECK(back.text == error.text);
    }
    for (const auto& strange :
         {http::Response{404, {}, "<html>"}, http::Response{500, {}, ""}, http::Response{302, {}, ""},
          http::Response{404, {}, R"({"cause":"SOMETHING"})"}, http::Response{200, {}, R"({"cause":7})"}}) {
        CHECK(error_of(strange).kind == ErrorKind::protocol);
        CHECK(error_of(strange).status == 500);
    }
    CHECK(error_of(problem(403, "CLIENT_NOT_AUTHORISED", "x")).kind == ErrorKind::auth);
}
