// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "registry/client/link.hpp"

namespace wims::registry {

/// W7 bound to HTTP/2: every question goes to the registrar, nothing is remembered (W7-04). [S2 5.2.2.4.2]
class RemoteStatus final : public w7::StatusDirectory {
public:
    explicit RemoteStatus(Link& link) : link_(link) {}
    void status(const w7::StatusQuery& query, Deadline, Completion<w7::Status> done) override;

private:
    Link& link_;
};

}  // namespace wims::registry
