# SPDX-License-Identifier: Apache-2.0
if(WIMS_SANITIZE)
  add_compile_options(-fsanitize=${WIMS_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${WIMS_SANITIZE})
endif()
