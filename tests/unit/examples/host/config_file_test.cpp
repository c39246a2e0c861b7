// SPDX-License-Identifier: Apache-2.0
#include "host/config_file.hpp"

#include <doctest/doctest.h>

#include "../wwsf/temporary_folder.hpp"

using namespace wims;
using namespace wims::host;

namespace {

enum class Colour { red, blue };

struct Shelf {
    std::string label;
    int width = 80;
};

struct House {
    std::string name = "villa";
    std::vector<std::string> domains;
    bool garden = true;
    std::uint16_t rooms = 4;
    std::chrono::seconds rent{60};
    Colour colour = Colour::blue;
    std::string deed;
    Endpoint door;
    TransportAddress gate;
    std::vector<Shelf> shelves;
};

void declare_shelf(Keys& keys, Shelf& shelf) {
    keys.text("label", shelf.label, some_text, "").required();
    keys.number("width", shelf.width, {1, 200}, "centimetres");
}

/// Reads `text` as a file would be; the error's text without the file's name.
class Reader {
public:
    Reader() {
        keys.text("name", house.name, host_name, "");
        keys.texts("domains", house.domains, host_name, "");
        keys.flag("garden", house.garden, "");
        keys.number("rooms", house.rooms, {1, 9}, "");
        keys.seconds("rent_seconds", house.rent, {1, 100}, "");
        keys.choice<Colour>("colour", house.colour, {{"red", Colour::red}, {"blue", Colour::blue}}, "");
        keys.file("deed_file", house.deed, "");
        keys.section("entry", "", [&](Keys& inner) {
            inner.endpoint("door", house.door, "");
            inner.address("gate", house.gate, "");
        });
        keys.list<Shelf>("shelves", house.shelves, "", declare_shelf);
    }
    std::string read(const std::string& text, bool rehearsal = false) {
        const std::string file = folder.write("house.json", text);
        const auto outcome = read_config_file(file, keys, rehearsal);
        if (outcome) return "";
        CHECK(outcome.error().text.starts_with(file + ": "));
        return outcome.error().text.substr(file.size() + 2);
    }

    test::TemporaryFolder folder;
    House house;
    Keys keys;
};

const std::string entry =
    R"("entry": {"door": {"ip": "192.0.2.1", "port": 5060}, "gate": {"ip": "192.0.2.2", "port": 80}})";

}  // namespace

TEST_CASE("a configuration file fills the fields; what it leaves out keeps its default") {
    Reader reader;
    CHECK(reader.read("{" + entry +
                      R"(, "domains": ["a.example", "b.example"], "garden": false, "rooms": 9, "rent_seconds": 1,
        "colour": "red", "shelves": [{"label": "top"}, {"label": "low", "width": 20}]})") == "");
    const House& house = reader.house;
    CHECK(house.name == "villa");
    CHECK(house.domains == std::vector<std::string>{"a.example", "b.example"});
    CHECK_FALSE(house.garden);
    CHECK(house.rooms == 9);
    CHECK(house.rent == std::chrono::seconds(1));
    CHECK(house.colour == Colour::red);
    CHECK(house.door.bind == TransportAddress{"192.0.2.1", 5060});
    CHECK(house.door.advertised() == "192.0.2.1");
    CHECK(house.gate == TransportAddress{"192.0.2.2", 80});
    REQUIRE(house.shelves.size() == 2);
    CHECK(house.shelves[0].width == 80);
    CHECK(house.shelves[1].width == 20);
}

TEST_CASE("what is wrong is said with the path of its key and what the key takes") {
    const auto wrong = [](const std::string& more) {
        return Reader().read("{" + entry + (more.empty() ? "" : ", " + more) + "}");
    };
    CHECK(wrong("") == "");
    CHECK(wrong(R"("room": 4)").starts_with("room: no such key; there are name, domains, "));
    CHECK(wrong(R"("rooms": "4")") == R"(rooms: takes a whole number, 1 to 9, not "4")");
    CHECK(wrong(R"("rooms": 10)") == "rooms: takes a whole number, 1 to 9, not 10");
    CHECK(wrong(R"("rooms": 4.0)") == "rooms: takes a whole number, 1 to 9, not 4.0");
    CHECK(wrong(R"("rooms": -1)") == "rooms: takes a whole number, 1 to 9, not -1");
    CHECK(wrong(R"("rooms": 18446744073709551617)").starts_with("rooms: takes"));
    CHECK(wrong(R"("garden": 1)") == "garden: takes true or false, not 1");
    CHECK(wrong(R"("colour": "green")") == R"(colour: takes one of blue, red, not "green")");
    CHECK(wrong(R"("name": "")") == R"(name: takes a host name, not "")");
    CHECK(wrong(R"("domains": "a.example")") == R"(domains: takes a list, not "a.example")");
    CHECK(wrong(R"("domains": ["a.example", "b c"])") == R"(domains[1]: takes a host name, not "b c")");
    CHECK(wrong(R"("shelves": [{"label": "a"}, {"label": "b", "width": 0}])") ==
          "shelves[1].width: takes a whole number, 1 to 200, not 0");
    CHECK(wrong(R"("shelves": [{}])") == "shelves[0].label: is missing; takes a text that is not empty");
    CHECK(wrong(R"("shelves": [7])") == "shelves[0]: takes an object, not 7");
    CHECK(wrong(R"("name": ")" + std::string(1000, 'x') + " \"").size() < 150);
}

TEST_CASE("what an absent object requires is required") {
    CHECK(Reader().read("{}") == "entry.door.ip: is missing; takes an IP address");
    CHECK(Reader().read(R"({"entry": {"door": {"ip": "192.0.2.1", "port": 1}}})") ==
          "entry.gate.ip: is missing; takes an IP address");
}

TEST_CASE("a file that is no JSON is said with its line; one that cannot be read with the cause") {
    Reader reader;
    CHECK(reader.read("{\n\n  \"name\" 7\n}").starts_with("is no JSON at line 3, column"));
    CHECK(reader.read("").starts_with("is no JSON at line 1"));
    CHECK(reader.read("[1]") == "the file: takes an object, not [1]");
    CHECK(reader.read(R"({"rooms": 1, "rooms": 2})") == "rooms: is given twice");
    CHECK(reader.read(R"({"shelves": [{"label": "a", "label": "b"}]})") == "label: is given twice");
    CHECK(reader.read(std::string(200000, '[')).starts_with("is no JSON"));
    CHECK(reader.read(std::string((4U << 20U) + 1, ' ')) == "is longer than 4 MiB");
    CHECK(read_config_file(reader.folder.file("none"), reader.keys, false).error().kind == ErrorKind::io);
    CHECK(read_config_file(reader.folder.file("."), reader.keys, false).error().text.ends_with("is a folder"));
}

TEST_CASE("file names begin at the configuration's folder, and the files are there") {
    Reader reader;
    const auto with = [&](const std::string& name) {
        return reader.read("{" + entry + R"(, "deed_file": ")" + name + "\"}");
    };
    CHECK(with("deed.pem").find("deed_file: " + reader.folder.file("deed.pem") + ": No such file") == 0);
    CHECK(with("..").find("is a folder") != std::string::npos);
    const std::string deed = reader.folder.write("deed.pem", "deed");
    CHECK(with("deed.pem") == "");
    CHECK(reader.house.deed == deed);
    CHECK(with(deed) == "");
    CHECK(reader.house.deed == deed);
}

TEST_CASE("a rehearsal binds nothing that a running host has, and advertises what it would") {
    Reader reader;
    CHECK(reader.read("{" + entry + "}", true) == "");
    CHECK(reader.house.door.bind == TransportAddress{"127.0.0.1", 0});
    CHECK(reader.house.door.advertised() == "192.0.2.1");
    CHECK(reader.house.gate == TransportAddress{"192.0.2.2", 80});
}

TEST_CASE("formats take what their field takes") {
    CHECK(origin.fits("https://phone.example"));
    CHECK(origin.fits("https://[2001:db8::1]:8443"));
    for (const char* no :
         {"", "https://", "http://phone.example", "https://phone.example/", "https://Phone.example",
          "https://phone.example:", "https://phone.example:0", "https://phone.example:65536", "https://a b"})
        CHECK_FALSE(origin.fits(no));
    CHECK(wss_uri.fits("wss://127.0.0.1:8444/w2"));
    for (const char* no : {"ws://a", "wss://", "wss://a; script-src *", "wss://a,b"}) CHECK_FALSE(wss_uri.fits(no));
    CHECK(https_uri.fits("https://phone.example/api/token?x=1"));
    CHECK(wimpu.fits("sip:w1-!.*!@webrtc.operator.example"));
    CHECK_FALSE(wimpu.fits("sip:w1@webrtc.operator.example"));
    CHECK(ip_address.fits("2001:db8::1"));
    CHECK_FALSE(ip_address.fits("localhost"));
    CHECK(urn_uuid.fits("urn:uuid:5b3a6c1e-0000-4000-8000-626c6f636b31"));
    CHECK_FALSE(urn_uuid.fits("urn:uuid:5b3a6c1e-0000-4000-8000-626c6f636b3g"));
    CHECK_FALSE(urn_uuid.fits("5b3a6c1e-0000-4000-8000-626c6f636b31"));
}
