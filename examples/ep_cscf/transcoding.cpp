// SPDX-License-Identifier: Apache-2.0
#include "ep_cscf/transcoding.hpp"

namespace wims::host {

void declare(Keys& keys, Transcoding& config) {
    auto& codecs = config.codecs;
    keys.flag("enabled", config.enabled, "Opus, G.722, G.711 into AMR, AMR-WB and one another (AUD-03)");
    keys.number("opus_complexity", codecs.opus_complexity, {0, 10}, "more sounds better and takes longer");
    keys.number("opus_expected_loss", codecs.opus_expected_loss, {0, 100}, "percent that in-band FEC is ready for");
    keys.number("amr_mode", codecs.amr_mode, {0, 7}, "until the phone asks for another; 7: 12.2 kbit/s");
    keys.number("amr_wb_mode", codecs.amr_wb_mode, {0, 8}, "2: 12.65 kbit/s");
    keys.flag("amr_dtx", codecs.amr_dtx, "fall silent when the speaker does");
}

Result<std::unique_ptr<media::CodecFactory>> make_codecs(const Transcoding& config) {
    if (!config.enabled) return std::unique_ptr<media::CodecFactory>();
    return transcode::make_codecs(config.codecs);
}

}  // namespace wims::host
