# How every target of the project is built: one function for each kind.
include_guard()
include(GNUInstallDirs)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_package(Threads REQUIRED)
find_package(absl REQUIRED)
find_package(PkgConfig REQUIRED)
if(TIDEGATE_BUILD_TESTS)
  find_package(GTest REQUIRED)
  include(CTest)
  include(GoogleTest)
endif()

# What all targets compile with.
add_library(tidegate_options INTERFACE)
target_compile_options(tidegate_options INTERFACE -Wall -Wextra -Wshadow -Werror
                                                  # g++ 12 is wrong about std::string's operator+ (GCC PR 105651), and
                                                  # about its own AVX-512 header (PR 105593).
                                                  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-maybe-uninitialized>)
if(TIDEGATE_ARCH)
  target_compile_options(tidegate_options INTERFACE -march=${TIDEGATE_ARCH})
endif()
if(TIDEGATE_SANITIZER STREQUAL "fuzzer")
  # libFuzzer of clang; its main() is linked to the fuzz targets alone.
  set(sanitizers -fsanitize=fuzzer-no-link,address,undefined)
  target_compile_options(tidegate_options INTERFACE ${sanitizers} -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  target_link_options(tidegate_options INTERFACE ${sanitizers})
elseif(TIDEGATE_SANITIZER)
  target_compile_options(tidegate_options INTERFACE -fsanitize=${TIDEGATE_SANITIZER} -fno-omit-frame-pointer)
  target_link_options(tidegate_options INTERFACE -fsanitize=${TIDEGATE_SANITIZER})
  if(TIDEGATE_SANITIZER STREQUAL "address")
    target_compile_options(tidegate_options INTERFACE -fsanitize=undefined -fno-sanitize-recover=undefined)
    target_link_options(tidegate_options INTERFACE -fsanitize=undefined)
  endif()
endif()

# tidegate_library(NAME SOURCES a.cc ... DEPS target ...): a part of the library, one concept. Without sources it is
# headers only.
function(tidegate_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  if(ARG_SOURCES)
    add_library(${name} STATIC ${ARG_SOURCES})
    set(scope PUBLIC)
    target_link_libraries(${name} PRIVATE $<BUILD_INTERFACE:tidegate_options>)
  else()
    add_library(${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(${name} ${scope} $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                                              $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/lib>)
  target_compile_features(${name} ${scope} cxx_std_20)
  target_link_libraries(${name} ${scope} ${ARG_DEPS})
endfunction()

# tidegate_program(NAME SOURCES a.cc ... DEPS target ...): a program in bin/.
function(tidegate_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE tidegate_options ${ARG_DEPS})
endfunction()

# tidegate_test(NAME [THREADS] SOURCES a.cc ... DEPS target ...): a GoogleTest program whose cases CTest runs one by one.
# THREADS: it has several; the others are not built with ThreadSanitizer, which could find nothing in them.
function(tidegate_test name)
  cmake_parse_arguments(ARG "THREADS" "" "SOURCES;DEPS" ${ARGN})
  if(NOT TIDEGATE_BUILD_TESTS OR (TIDEGATE_SANITIZER STREQUAL "thread" AND NOT ARG_THREADS))
    return()
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE tidegate_options ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60)
endfunction()
