// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/block_choice.hpp"

namespace wims::epcscf {

namespace {
Error not_served() { return {ErrorKind::auth, "this identity has no WebRTC access here", 403}; }
}  // namespace

void BlockChoice::choose(Blocks& blocks, const TrailId& trail, const std::string& identity, Done done) {
    if (auto* named = blocks.serving(identity)) return done(Chosen{named, environment_.config.instance});
    if (!blocks.open(identity)) return done(not_served());
    locating_ = async<w6::Located>(
        environment_.executor, environment_.registrar_deadline(),
        [&](Deadline d, Completion<w6::Located> c) {
            environment_.registrar.locate({trail, identity}, d, std::move(c));
        },
        [this, &blocks, done = std::move(done)](Result<w6::Located> place) {
            const auto tell = done;  // which may destroy this
            tell(located(blocks, place));
        });
}

Result<BlockChoice::Chosen> BlockChoice::located(Blocks& blocks, const Result<w6::Located>& place) const {
    if (!place) return place.error().kind == ErrorKind::not_found ? not_served() : place.error();
    if (place->owner.empty()) return Error{ErrorKind::limit, "nobody owns " + place->wimpu, 503};
    if (place->owner != environment_.config.instance) return Chosen{nullptr, place->owner};
    if (auto* ours = blocks.find(place->wimpu)) return Chosen{ours, place->owner};
    return Error{ErrorKind::limit, "the registrar says that " + place->wimpu + " is ours; it is not configured", 503};
}

}  // namespace wims::epcscf
