package org.enhancerflow.engine.weights;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** The raw elements that the tensors of a file share, by key. */
interface Storages extends Closeable {

    /**
     * Bytes of a storage.
     *
     * @throws PickleException when there is none of this key
     */
    long length(String key);

    /** The bytes of a storage from one on; whether they are sound has been checked, as far as the format allows. */
    InputStream from(String key, long offset) throws IOException;
}
