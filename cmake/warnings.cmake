# SPDX-License-Identifier: Apache-2.0
add_library(wims-warnings INTERFACE)
target_compile_options(wims-warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow=local -Wnon-virtual-dtor
                                               $<$<BOOL:${WIMS_WERROR}>:-Werror>)
