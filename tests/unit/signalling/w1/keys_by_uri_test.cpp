// SPDX-License-Identifier: Apache-2.0
#include "verification.hpp"

#include <vector>

using namespace wims;
using namespace wims::test;

namespace {

const std::string key_uri = "https://wwsf.enterprise.com/jwks";

/// A source whose answers the test gives.
struct ScriptedSource final : w1::KeySource {
    void fetch(const std::string& uri, Done done) override {
        asked.push_back(uri);
        waiting.push_back(std::move(done));
    }
    void answer(const Result<std::string>& document) {
        REQUIRE(!waiting.empty());
        const auto done = waiting.front();
        waiting.erase(waiting.begin());
        done(document);
    }
    std::vector<std::string> asked;
    std::vector<Done> waiting;
};

struct ByUri : Verification {
    ByUri() {
        config.issuers[0].jwks.clear();
        config.issuers[0].jwks_uri = key_uri;
        config.keys = &source;
        verifier = *signalling::make_token_verifier(config, host, host);
    }
    /// Begins a check; the answer comes into the returned slot.
    struct Check {
        std::optional<Result<w1::Token>> answer;
        Operation operation;
        int status() const { return !answer ? 0 : answer->ok() ? 200 : answer->error().status; }
    };
    std::unique_ptr<Check> begin(const Secret& token) {
        auto check = std::make_unique<Check>();
        check->operation = async<w1::Token>(
            executor, executor.now() + 2s,
            [&](Deadline d, Completion<w1::Token> done) {
                verifier->verify({TrailId::create(), token, page}, d, std::move(done));
            },
            [slot = check.get()](Result<w1::Token> result) { slot->answer = std::move(result); });
        executor.run();
        return check;
    }
    int status(const Secret& token) { return begin(token)->status(); }
    Secret token(const jose::SigningKey& key) const { return key.sign(claims().dump()); }

    ScriptedSource source;
};

const Error down{ErrorKind::io, "connection refused"};

}  // namespace

TEST_CASE("TOK-08: keys are fetched at start, and a token that comes before them waits for that fetch") {
    ByUri f;
    CHECK(f.source.asked == std::vector<std::string>{key_uri});
    const auto one = f.begin(f.token(f.signer)), other = f.begin(f.token(f.signer));
    CHECK(one->status() == 0);
    f.source.answer(f.signer.jwks());
    f.executor.run();
    CHECK(one->status() == 200);
    CHECK(other->status() == 200);
    CHECK(f.source.asked.size() == 1);
    CHECK(f.status(f.token(f.signer)) == 200);
    CHECK(f.host.counted("w1.key_sets_fetched") == 1);
    CHECK(f.host.counted("w1.tokens_refused") == 0);
}

TEST_CASE("TOK-08: an unknown kid brings one fetch in 10 s; in between it is a 401 at once") {
    ByUri f;
    f.source.answer(f.signer.jwks());
    f.executor.advance(11s);
    const auto stranger = *jose::SigningKey::generate();
    const auto waits = f.begin(f.token(stranger));
    CHECK(f.source.asked.size() == 2);
    CHECK(waits->status() == 0);
    f.source.answer(f.signer.jwks());
    f.executor.run();
    CHECK(waits->status() == 401);
    for (int i = 0; i < 9; ++i) {
        CHECK(f.status(f.token(*jose::SigningKey::generate())) == 401);
        f.executor.advance(1s);
    }
    CHECK(f.source.asked.size() == 2);
    f.executor.advance(1s);
    const auto again = f.begin(f.token(stranger));
    CHECK(f.source.asked.size() == 3);
    // A kid of nobody's, or of an issuer whose keys are given as text, fetches nothing.
    CHECK(f.status(f.token(f.signer)) == 200);
    CHECK(f.source.asked.size() == 3);
}

TEST_CASE("TOK-08: the issuer changes its key: a token of the new one is taken as soon as it is fetched") {
    ByUri f;
    f.source.answer(f.signer.jwks());
    f.executor.advance(11s);
    const auto next = *jose::SigningKey::generate();
    const auto waits = f.begin(f.token(next));
    f.source.answer(next.jwks());
    f.executor.run();
    CHECK(waits->status() == 200);
}

TEST_CASE("TOK-07: a remembered token is dropped when its kid leaves the set") {
    ByUri f;
    f.source.answer(f.signer.jwks());
    const auto token = f.token(f.signer);
    CHECK(f.status(token) == 200);
    CHECK(f.status(token) == 200);
    CHECK(f.host.counted("w1.tokens_remembered") == 1);
    f.executor.advance(300s);
    CHECK(f.status(token) == 200);  // and the set is old: it is read again
    REQUIRE(f.source.waiting.size() == 1);
    f.source.answer(jose::SigningKey::generate()->jwks());
    CHECK(f.status(token) == 401);
    CHECK(f.host.counted("w1.tokens_remembered") == 2);
}

TEST_CASE("TOK-08: while the issuer is down, or serves what is no key set, its last good one counts") {
    ByUri f;
    f.source.answer(f.signer.jwks());
    f.executor.advance(301s);
    const auto token = f.token(f.signer);
    for (const Result<std::string>& bad :
         {Result<std::string>(down), Result<std::string>("<html>"), Result<std::string>("{\"keys\":[]}")}) {
        CHECK(f.status(token) == 200);
        f.source.answer(bad);
        CHECK(f.status(token) == 200);
        f.executor.advance(301s);
    }
    CHECK(f.host.counted("w1.key_sets_failed") == 3);
}

TEST_CASE("TOK-08: an issuer that is down from the start: 401, and the next token after a second tries again") {
    ByUri f;
    const auto waits = f.begin(f.token(f.signer));
    f.source.answer(down);
    f.executor.run();
    CHECK(waits->status() == 401);
    CHECK(f.status(f.token(f.signer)) == 401);
    CHECK(f.source.asked.size() == 1);
    f.executor.advance(1s);
    const auto later = f.begin(f.token(f.signer));
    f.source.answer(f.signer.jwks());
    f.executor.run();
    CHECK(later->status() == 200);
}

TEST_CASE(
    "TOK-08: a fetch that never ends holds up nobody but tokens with unknown kids, and those until their deadline") {
    ByUri f;
    f.source.answer(f.signer.jwks());
    f.executor.advance(11s);
    const auto waits = f.begin(f.token(*jose::SigningKey::generate()));
    CHECK(f.status(f.token(f.signer)) == 200);
    f.executor.advance(2s);
    CHECK(waits->status() == 504);
}

TEST_CASE("TOK-08: an answer that comes after the verifier's end goes nowhere") {
    ByUri f;
    const auto waits = f.begin(f.token(f.signer));
    f.verifier.reset();
    f.source.answer(f.signer.jwks());
    f.executor.advance(3s);
    CHECK(waits->status() == 504);
}
