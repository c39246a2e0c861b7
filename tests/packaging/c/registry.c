/* SPDX-License-Identifier: Apache-2.0 */
/* A stranger's C99 program: a registrar, one user, found by both of its names. */
#include <string.h>

#include <wims/registry.h>

#include "check.h"

struct found {
    char impu[256];
    size_t contacts;
};

static void keep(void* user, const wims_registration* registration) {
    struct found* found = user;
    CHECK(registration->impu.size < sizeof found->impu);
    memcpy(found->impu, registration->impu.data, registration->impu.size);
    found->impu[registration->impu.size] = '\0';
    found->contacts = registration->contact_count;
}

static void print(void* user, const wims_log_record* record) {
    (void)user;
    printf("%.*s: %.*s\n", (int)record->entity.size, record->entity.data, (int)record->text.size, record->text.data);
}

int main(void) {
    const wims_str wimpu = WIMS_STR("sip:w1-!.*!@webrtc.operator.example"), domain = WIMS_STR("enterprise.com");
    const wims_str bob = WIMS_STR("sip:Bob@enterprise.com");
    wims_log_sink_vt log = WIMS_LOG_SINK_VT_INIT;
    wims_registry_block block = WIMS_REGISTRY_BLOCK_INIT;
    wims_registry_config config = WIMS_REGISTRY_CONFIG_INIT;
    wims_registry_contact contact = WIMS_REGISTRY_CONTACT_INIT;
    wims_registry* registry = NULL;
    struct found allocated = {"", 0}, located = {"", 0};
    uint64_t epoch = 0;
    int32_t outcome = 0;
    wims_str impu;

    log.write = print;
    block.wimpu = wimpu;
    block.domains = &domain;
    block.domain_count = 1;
    config.blocks = &block;
    config.block_count = 1;
    config.log = &log;
    CHECK(wims_registry_create(&registry, &config) == WIMS_OK);
    CHECK(wims_registry_claim(&epoch, registry, wimpu, WIMS_STR("p-cscf-1")) == WIMS_OK);

    contact.uri = WIMS_STR("sip:k3@b2.invalid;transport=ws");
    contact.instance_id = WIMS_STR("<urn:uuid:00000000-0000-4000-8000-000000000001>");
    contact.reg_id = 1;
    contact.call_id = WIMS_STR("call-1");
    contact.cseq = 1;
    contact.expires_ms = 600000;
    CHECK(wims_registry_allocate(&outcome, registry, bob, wimpu, epoch, WIMS_ALLOCATED_BY_EPCSCF, &contact, keep,
                                 &allocated) == WIMS_OK);
    CHECK(outcome == WIMS_OUTCOME_CREATED);
    impu.data = allocated.impu;
    impu.size = strlen(allocated.impu);
    CHECK(wims_registry_locate(registry, impu, keep, &located) == WIMS_OK);
    CHECK(strcmp(allocated.impu, located.impu) == 0 && located.contacts == 1);

    CHECK(WIMS_STATUS_TYPE(wims_registry_locate(registry, WIMS_STR("sip:Eve@enterprise.com"), keep, &located)) ==
          WIMS_TYPE_NOT_FOUND);
    printf("webrtc-ims %s: sip:Bob@enterprise.com is %s; a stranger: %s\n", wims_version(), located.impu,
           wims_last_error());
    wims_registry_destroy(registry);
    return 0;
}
