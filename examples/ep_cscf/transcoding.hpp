// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include <wims/media/codec_factory.hpp>
#include <wims/transcode/codecs.hpp>

#include "host/keys.hpp"

namespace wims::host {

/// What the eIMS-AGW codes for phones and WICs that have no codec in common. (AGW-10)
struct Transcoding {
    bool enabled = true;
    transcode::CodecsConfig codecs;
};

/// What "transcoding" holds.
void declare(Keys& keys, Transcoding& config);

/// Nothing when it is off. It outlives the eIMS-AGW.
Result<std::unique_ptr<media::CodecFactory>> make_codecs(const Transcoding& config);

}  // namespace wims::host
