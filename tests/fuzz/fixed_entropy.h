// The same "random" numbers in every run: what is found is found again, though the hash secret decides who is evicted.
#ifndef TIDEGATE_TESTS_FUZZ_FIXED_ENTROPY_H_
#define TIDEGATE_TESTS_FUZZ_FIXED_ENTROPY_H_

namespace tidegate::fuzz {

// A program with this file has a getentropy() of its own. Begins its sequence anew.
void RestartEntropy();

}  // namespace tidegate::fuzz

#endif  // TIDEGATE_TESTS_FUZZ_FIXED_ENTROPY_H_
