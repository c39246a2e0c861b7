// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <wims/common/async.hpp>
#include <wims/common/ids.hpp>

/// W6: eP-CSCF ⇄ wIMPU Registrar. [S2 5.2.2.4.1] Not a published 3GPP interface (K1); ours.
/// Identities are canonical SIP URIs as `common/identity` writes them. Times are durations, never client clocks (EXP-05).
namespace wims::w6 {

/// Where a contact can be reached. `token` is sealed by the P-CSCF instance that wrote it and opaque to the registrar.
struct Flow {
    std::string instance;  ///< the P-CSCF instance that owns the flow
    std::string token;
    bool live = true;
    bool operator==(const Flow&) const = default;
};

struct Contact {
    std::string uri;           ///< as the WIC wrote it
    std::string instance_id;   ///< +sip.instance, empty when absent
    std::uint32_t reg_id = 0;  ///< 0 when absent
    std::string key;           ///< the registrar's name of it (R3-04): made by the registrar
    Flow flow;
    std::string call_id;
    std::uint32_t cseq = 0;
    float q = 1.0F;
    Duration expires{};  ///< in: granted for; out: what is left
    std::string user_agent;
    bool operator==(const Contact&) const = default;
};

enum class AllocatedBy : std::uint8_t { epcscf, third_party };

/// One entry: an individual IMPU and who it stands for. (WR-09)
struct Registration {
    std::string impu;               ///< individual, inside `wimpu`
    std::string external_identity;  ///< what the user registered with; equals impu in third-party allocation
    std::string wimpu;              ///< the block's wildcard, `sip:w1-!.*!@…`
    std::string owner;              ///< the P-CSCF instance that owns the block
    std::uint64_t epoch = 0;        ///< of the block, only grows
    AllocatedBy allocated_by = AllocatedBy::epcscf;
    std::vector<Contact> contacts;  ///< live registrations only, newest first
    std::uint64_t version = 0;      ///< of the entry: another one after every change, never the same again (W6-03)
};

// ---- blocks

/// Say that `owner` serves the block. The answer's epoch goes into every write; an old one is refused.
struct ClaimBlock {
    TrailId trail;
    std::string wimpu;
    std::string owner;
};
struct BlockLease {
    std::string wimpu;
    std::uint64_t epoch = 0;
};

// ---- register: query, allocate where needed, store; one atomic step (W6-02, R3-03)

struct RegisterContact {
    TrailId trail;
    std::string identity;  ///< the To of the REGISTER: external identity, or IMPU in third-party allocation
    std::string wimpu;
    std::uint64_t epoch = 0;
    AllocatedBy allocated_by = AllocatedBy::epcscf;
    Contact contact;
    /// Names this request, at random, so that it may be sent again when its answer was lost: the second time it changes
    /// nothing and is answered as the first time, not as out of order. 0: no name.
    std::uint64_t request_id = 0;
};

enum class RegisterOutcome : std::uint8_t { created, contact_added, refreshed };

struct Registered {
    RegisterOutcome outcome = RegisterOutcome::created;
    Registration registration;
};

// ---- remove

struct RemoveContacts {
    TrailId trail;
    std::string identity;  ///< external identity or IMPU
    std::uint64_t epoch = 0;
    bool all = false;  ///< else the one that matches `contact` by R3-04
    Contact contact;
    std::uint64_t version = 0;  ///< of the entry as the asker knows it, 0: whichever; another is refused (W6-03)
    std::string wimpu = {};     ///< empty: any block; else the entry must be in it
};
struct Removed {
    bool entry_removed = false;     ///< the last contact went
    std::vector<Contact> contacts;  ///< those that stay
};

// ---- read

/// The registration context for an originating session, or the contacts for a terminating one. By IMPU or external
/// identity; WR-06. Not registered: ErrorKind::not_found.
struct Fetch {
    TrailId trail;
    std::string identity;
};

/// The W2 flow of a contact closed: calls to it fail at once, the binding stays until it expires. (EXP-04)
struct FlowDown {
    TrailId trail;
    std::string identity;
    Flow flow;
    std::string wimpu = {};  ///< as in RemoveContacts
};
struct FlowMarked {};

// ---- locate

/// Which block and which P-CSCF instance serve a REGISTER of this identity. An identity inside a block's wildcard: that
/// block. A known external identity, registered or in quarantine: its block. A new one: of the blocks of its domain that
/// have an owner, the one with the most free numbers. Domain in no block: not_found. No owner: limit, 503.
struct Locate {
    TrailId trail;
    std::string identity;
};
struct Located {
    std::string wimpu;
    std::string owner;
    std::uint64_t epoch = 0;
    bool registered = false;  ///< has a contact now
};

// ---- changes that the owner of the block did not make itself (W6-06)

enum class ChangeReason : std::uint8_t {
    administrator,  ///< removed these contacts
    restart,        ///< the registrar began anew and knows no owner of a block: claim again; the rest is empty. Made by
                    ///< the client that finds its subscription gone: never on the wire
};

struct Change {
    TrailId trail;  ///< of what brought the change about
    std::string impu;
    std::string external_identity;
    std::string wimpu;
    std::vector<Contact> removed;
    ChangeReason reason = ChangeReason::administrator;
};

/// Errors: not_found (404: no such block or entry), auth (403: too many contacts; 409: the epoch is old; 412: the entry
/// has another version), limit (503: no free IMPU in the block), protocol (500: CSeq out of order for the Call-ID), io
/// and timeout (504).
class Registrar {
public:
    virtual ~Registrar() = default;
    virtual void claim_block(const ClaimBlock& request, Deadline deadline, Completion<BlockLease> done) = 0;
    virtual void register_contact(const RegisterContact& request, Deadline deadline, Completion<Registered> done) = 0;
    virtual void remove_contacts(const RemoveContacts& request, Deadline deadline, Completion<Removed> done) = 0;
    virtual void fetch(const Fetch& request, Deadline deadline, Completion<Registration> done) = 0;
    virtual void flow_down(const FlowDown& request, Deadline deadline, Completion<FlowMarked> done) = 0;
    virtual void locate(const Locate& request, Deadline deadline, Completion<Located> done) = 0;

    /// Changes in the blocks of `owner` come to `listener` on `executor`, in order, each once. One listener an owner: a
    /// later call replaces it, nullptr stops it. Called on `executor`, after which nothing comes to the old listener.
    /// What happens while nobody listens is not told later.
    using Listener = std::function<void(const Change&)>;
    virtual void watch(const std::string& owner, Executor& executor, Listener listener) = 0;
};

}  // namespace wims::w6
