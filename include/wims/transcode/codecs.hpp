// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include <wims/common/api.hpp>
#include <wims/common/result.hpp>
#include <wims/media/codec_factory.hpp>

/// libwebrtc-ims-transcode: Opus, G.722, PCMU, PCMA, L16, AMR and AMR-WB into one another.
namespace wims::transcode {

struct CodecsConfig {
    /// Opus encoder, 0…10: what it takes grows from 46 µs a 20 ms frame of 16 kHz at 0 to 112 at 4, 153 at 6 and 322 at 10.
    int opus_complexity = 5;
    /// Opus towards a WIC that takes in-band FEC: the loss to be ready for, in percent; 0 sends none.
    int opus_expected_loss = 5;
    int amr_mode = 7;     ///< AMR at the start and until the peer asks for another: 0…7, 7 is 12.2 kbit/s
    int amr_wb_mode = 2;  ///< AMR-WB: 0…8, 2 is 12.65 kbit/s
    /// AMR and AMR-WB encoders fall silent when the speaker does; the far end makes the noise. [TS 26.092, TS 26.192]
    bool amr_dtx = false;
};

/// usage: a number out of range.
WIMS_API Result<std::unique_ptr<media::CodecFactory>> make_codecs(const CodecsConfig& config);

}  // namespace wims::transcode
