/* SPDX-License-Identifier: Apache-2.0 */
/* A stranger's C99 program: a token that is none is refused, and a WIC's offer becomes one for the IMS core. */
#include <string.h>

#include <wims/signalling.h>

#include "check.h"

static const char offer[] =
    "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
    "m=audio 9 UDP/TLS/RTP/SAVPF 8 126\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:Wxyz\r\na=ice-pwd:0123456789abcdef01234567\r\n"
    "a=fingerprint:sha-256 D2:FA:0E:C3:22:59:5E:14:95:69:92:3D:13:B4:84:24:2C:C2:A2:C0:3E:FD:34:8E:5E:EA:6F:AF:52:CE:E6:0F\r\n"
    "a=setup:actpass\r\na=mid:0\r\na=sendrecv\r\na=rtcp-mux\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:126 telephone-event/8000\r\n";

/* The key of RFC 7517 appendix A.1: nobody here can sign with it. */
static const char jwks[] =
    "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"1\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
    "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}]}";

static void refuse_a_token(void) {
    const wims_str origin = WIMS_STR("https://app.enterprise.com"), domain = WIMS_STR("enterprise.com");
    wims_token_issuer issuer = WIMS_TOKEN_ISSUER_INIT;
    wims_token_verifier_config config = WIMS_TOKEN_VERIFIER_CONFIG_INIT;
    wims_token_verifier* verifier = NULL;
    wims_status status;

    issuer.issuer = WIMS_STR("https://wwsf.enterprise.com");
    issuer.jwks.data = jwks;
    issuer.jwks.size = sizeof jwks - 1;
    issuer.origins = &origin;
    issuer.origin_count = 1;
    issuer.domains = &domain;
    issuer.domain_count = 1;
    config.audience = WIMS_STR("ims.operator.example");
    config.issuers = &issuer;
    config.issuer_count = 1;
    CHECK(wims_token_verifier_create(&verifier, &config) == WIMS_OK);
    status = wims_token_verify(verifier, WIMS_STR("eyJhbGciOiJub25lIn0.e30."), origin, NULL, NULL);
    CHECK(WIMS_STATUS_TYPE(status) == WIMS_TYPE_AUTH && WIMS_STATUS_CAUSE(status) == 401);
    printf("token: %s\n", wims_last_error());
    wims_token_verifier_destroy(verifier);
}

static void count_streams(void* user, const wims_iq_plan* plan) { *(size_t*)user = plan->stream_count; }

static void rewrite_an_offer(void) {
    const wims_alg_core_local core = {0, 30000, 30001, WIMS_STR("10.10.1.5")};
    wims_alg_config config = WIMS_ALG_CONFIG_INIT;
    wims_alg_gateway gateway = WIMS_ALG_GATEWAY_INIT;
    wims_alg* alg = NULL;
    wims_str sdp;
    size_t streams = 0, size = 0;
    char* text;

    sdp.data = offer;
    sdp.size = sizeof offer - 1;
    CHECK(wims_alg_create(&alg, &config) == WIMS_OK);
    CHECK(wims_alg_offer(alg, WIMS_SIDE_ACCESS, sdp, count_streams, &streams) == WIMS_OK);
    CHECK(streams == 1);
    gateway.access_ip = WIMS_STR("198.51.100.10");
    gateway.access_port = 20000;
    gateway.ufrag = WIMS_STR("gateway-ufrag");
    gateway.pwd = WIMS_STR("gateway-password-of-32-characters");
    gateway.fingerprint.hash = WIMS_STR("sha-256");
    gateway.fingerprint.value = WIMS_STR("AB:CD");
    gateway.core = &core;
    gateway.core_count = 1;
    CHECK(wims_alg_reserved(alg, &gateway) == WIMS_OK);
    CHECK(wims_alg_forwarded_offer(NULL, &size, alg) == WIMS_OK);
    text = calloc(size + 1, 1);
    CHECK(text != NULL);
    CHECK(wims_alg_forwarded_offer(text, &size, alg) == WIMS_OK);
    CHECK(strstr(text, "m=audio 30000 RTP/AVP ") != NULL);
    CHECK(strstr(text, "ice-ufrag") == NULL && strstr(text, "fingerprint") == NULL && strstr(text, "BUNDLE") == NULL);
    printf("core offer:\n%s", text);
    free(text);
    wims_alg_destroy(alg);
}

int main(void) {
    printf("webrtc-ims %s\n", wims_version());
    refuse_a_token();
    rewrite_an_offer();
    return 0;
}
