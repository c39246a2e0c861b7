// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "registry/store/store_access.hpp"

namespace wims::registry {

/// W7 bound in process: read only, never a contact. [S2 5.2.2.4.2]
class InProcessStatus final : public w7::StatusDirectory {
public:
    explicit InProcessStatus(std::shared_ptr<StoreAccess> store) : store_(std::move(store)) {}
    void status(const w7::StatusQuery& query, Deadline, Completion<w7::Status> done) override;

private:
    std::shared_ptr<StoreAccess> store_;
};

}  // namespace wims::registry
