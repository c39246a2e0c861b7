/* SPDX-License-Identifier: Apache-2.0 */
/* What the C strangers share: a check that says where it failed and ends the program. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>

#include <wims/base.h>

#define CHECK(condition)                                                                                       \
    do {                                                                                                       \
        if (!(condition)) {                                                                                    \
            fprintf(stderr, "%s:%d: %s; last error: %s\n", __FILE__, __LINE__, #condition, wims_last_error()); \
            exit(1);                                                                                           \
        }                                                                                                      \
    } while (0)

#endif
