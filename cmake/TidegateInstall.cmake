# What `cmake --install` puts where: the library with its CMake package and pkg-config file, the programs, their manual
# pages, the unit for systemd, the documentation and the sample configurations.
include_guard()
include(CMakePackageConfigHelpers)

set(TIDEGATE_SYSTEMD_UNIT_DIR lib/systemd/system CACHE STRING "Where units of systemd go, relative to the prefix")

# The library as users get it: one archive of all parts. Its headers have templates, which need those of the parts; they
# are found in a folder of their own, so that nobody includes them by chance.
set(tidegate_parts packet key table track rules account zone firewall)
foreach(part ${tidegate_parts})
  list(APPEND tidegate_objects $<TARGET_OBJECTS:tidegate_${part}>)
endforeach()
add_library(tidegate_archive STATIC ${tidegate_objects})
set_target_properties(tidegate_archive PROPERTIES OUTPUT_NAME tidegate ARCHIVE_OUTPUT_DIRECTORY lib EXPORT_NAME tidegate LINKER_LANGUAGE CXX)
target_link_libraries(tidegate_archive PUBLIC absl::flat_hash_map absl::int128 absl::status absl::statusor)
target_compile_features(tidegate_archive PUBLIC cxx_std_20)
target_include_directories(tidegate_archive INTERFACE
  $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/tidegate/internal>)
install(TARGETS tidegate_archive EXPORT tidegate-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/tidegate DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
foreach(part ${tidegate_parts} admit evict)
  install(DIRECTORY lib/${part} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/tidegate/internal
          FILES_MATCHING PATTERN "*.h" PATTERN "*_test_util.h" EXCLUDE PATTERN "diagram" EXCLUDE)
endforeach()

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/tidegate)
install(EXPORT tidegate-targets NAMESPACE tidegate:: DESTINATION ${package_dir})
configure_package_config_file(cmake/tidegate-config.cmake.in ${PROJECT_BINARY_DIR}/cmake/tidegate-config.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/cmake/tidegate-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/cmake/tidegate-config.cmake ${PROJECT_BINARY_DIR}/cmake/tidegate-config-version.cmake
        DESTINATION ${package_dir})
# Relative to the file itself, so that what is installed may be moved, or installed elsewhere than was planned.
file(RELATIVE_PATH TIDEGATE_PREFIX_OF_PC ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
configure_file(cmake/tidegate.pc.in ${PROJECT_BINARY_DIR}/cmake/tidegate.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/cmake/tidegate.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

foreach(program tidegate-dataplane tidegatectl tidegate-replay tidegate-testbed bench_conntrack)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
endforeach()

if(TARGET tidegate-dataplane)
  # Made when it is installed, as the prefix may be another one then: units have full paths.
  install(CODE "
    set(CMAKE_INSTALL_FULL_BINDIR \${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR})
    set(CMAKE_INSTALL_FULL_SYSCONFDIR \${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_SYSCONFDIR})
    if(CMAKE_INSTALL_PREFIX STREQUAL /usr)
      set(CMAKE_INSTALL_FULL_SYSCONFDIR /etc)
    endif()
    configure_file(${PROJECT_SOURCE_DIR}/dataplane/systemd/tidegate-dataplane@.service.in
                   ${PROJECT_BINARY_DIR}/dataplane/tidegate-dataplane@.service @ONLY)")
  install(FILES ${PROJECT_BINARY_DIR}/dataplane/tidegate-dataplane@.service DESTINATION ${TIDEGATE_SYSTEMD_UNIT_DIR})
  install(FILES dataplane/systemd/90-tidegate-hugepages.conf DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
endif()
install(DIRECTORY examples/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples
        FILES_MATCHING PATTERN "*.json" PATTERN "*.cc")
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR}
        FILES_MATCHING PATTERN "*.md" PATTERN "*.svg" PATTERN "man" EXCLUDE)
foreach(section 1 5 8)
  install(DIRECTORY docs/man/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section} FILES_MATCHING PATTERN "*.${section}")
endforeach()
install(FILES README.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
