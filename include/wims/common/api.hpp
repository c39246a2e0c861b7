// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Marks what a shared library shows: every function of include/wims that is defined in lib/. Everything else is hidden;
/// a class needs no mark, its functions do.
#define WIMS_API __attribute__((visibility("default")))
