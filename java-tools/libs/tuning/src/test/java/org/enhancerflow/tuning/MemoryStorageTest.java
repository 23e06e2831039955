package org.enhancerflow.tuning;

class MemoryStorageTest extends StudyStorageContract {
    private final MemoryStorage shared = new MemoryStorage("study", Direction.MAXIMIZE);

    @Override
    StudyStorage worker() {
        return shared;
    }
}
