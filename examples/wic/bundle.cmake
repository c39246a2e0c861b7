# SPDX-License-Identifier: Apache-2.0
# Writes OUT/app.js and OUT/licenses.txt from ENTRY and the npm packages in MODULES, by ESBUILD. Nothing is fetched.
if(NOT ESBUILD)
  message(FATAL_ERROR "The WIC needs esbuild: apt install esbuild, and configure again")
endif()
if(NOT EXISTS "${MODULES}/jssip/package.json")
  message(FATAL_ERROR "The WIC needs its npm packages: run 'npm ci' in examples/wic (or set WIMS_WIC_NODE_MODULES)")
endif()

execute_process(
  COMMAND ${CMAKE_COMMAND} -E env "NODE_PATH=${MODULES}" "${ESBUILD}" "${ENTRY}" --bundle --minify --format=esm
          --target=es2022 --log-level=warning --legal-comments=none
          "--banner:js=/* Third-party licences: /licenses.txt */" "--outfile=${OUT}/app.js"
  RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "esbuild could not bundle the WIC")
endif()

file(GLOB packages "${MODULES}/*/package.json")
set(text "The WIC is part of webrtc-ims (Apache-2.0). Its bundle holds these packages.\n")
foreach(package IN LISTS packages)
  get_filename_component(folder "${package}" DIRECTORY)
  file(READ "${package}" json)
  string(JSON name GET "${json}" name)
  string(JSON version GET "${json}" version)
  file(GLOB licences "${folder}/LICEN[CS]E*" "${folder}/licen[cs]e*")
  if(NOT licences)
    message(FATAL_ERROR "${name} ${version} has no licence file")
  endif()
  list(GET licences 0 licence)
  file(READ "${licence}" words)
  string(APPEND text "\n==== ${name} ${version} ====\n\n${words}\n")
endforeach()
file(WRITE "${OUT}/licenses.txt" "${text}")
