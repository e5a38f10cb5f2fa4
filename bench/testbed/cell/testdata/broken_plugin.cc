// Shared objects that are no policy: without the functions, of another version, or that make nothing.
#ifdef BROKEN_VERSION
extern "C" int TidegatePluginVersion() { return BROKEN_VERSION; }
extern "C" void* TidegatePluginMake(const void*) { return nullptr; }
#endif
