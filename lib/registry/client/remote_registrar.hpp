// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "registry/client/link.hpp"
#include "registry/client/watch.hpp"

namespace wims::registry {

/// W6 bound to HTTP/2. [S2 5.2.2.4.1]
class RemoteRegistrar final : public w6::Registrar {
public:
    explicit RemoteRegistrar(Link& link) : link_(link), watches_(link) {}

    void claim_block(const w6::ClaimBlock& request, Deadline, Completion<w6::BlockLease> done) override;
    void register_contact(const w6::RegisterContact& request, Deadline, Completion<w6::Registered> done) override;
    void remove_contacts(const w6::RemoveContacts& request, Deadline, Completion<w6::Removed> done) override;
    void fetch(const w6::Fetch& request, Deadline, Completion<w6::Registration> done) override;
    void flow_down(const w6::FlowDown& request, Deadline, Completion<w6::FlowMarked> done) override;
    void locate(const w6::Locate& request, Deadline, Completion<w6::Located> done) override;
    void watch(const std::string& owner, Executor& executor, Listener listener) override;

    /// Owners whose subscription stands. Loop's thread.
    std::size_t watching() const { return watches_.standing(); }
    /// Loop's thread: nothing is heard any more.
    void close() { watches_.close(); }

private:
    struct Removal;
    void read_then_remove(std::shared_ptr<Removal> removal);
    void remove(std::shared_ptr<Removal> removal, const w6::Registration& entry);

    Link& link_;
    Watches watches_;
};

}  // namespace wims::registry
