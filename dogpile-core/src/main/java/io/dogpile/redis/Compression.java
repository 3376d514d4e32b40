package io.dogpile.redis;

import io.dogpile.codec.CodecException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Payloads in zlib's format, which every language reads. */
final class Compression {

    /** More is neither compressed nor, as it would fill the memory of whoever reads it, decompressed. */
    static final int MAXIMUM_LENGTH = 64 << 20;

    /** Deflate can't do better; whoever claims more has made the bytes up. */
    private static final long BEST_RATIO = 1032;

    private Compression() {}

    /** The compressed bytes, or null if they are not fewer. */
    static byte @Nullable [] compress(byte[] bytes) {
        if (bytes.length > MAXIMUM_LENGTH) {
            return null;
        }
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] compressed = new byte[bytes.length];
            int length = deflater.deflate(compressed);
            return deflater.finished() && length < bytes.length ? Arrays.copyOf(compressed, length) : null;
        } finally {
            deflater.end();
        }
    }

    /**
     * The original bytes. What is claimed of their length is anybody's word, so memory is taken for no more than the
     * compressed ones could hold.
     *
     * @throws CodecException if they are damaged, or have another length
     */
    static byte[] decompress(byte[] compressed, Number length) {
        long claimed = length.longValue();
        if (claimed <= 0 || claimed > MAXIMUM_LENGTH || claimed > compressed.length * BEST_RATIO) {
            throw new CodecException("A compressed payload can't have " + claimed + " bytes", null);
        }
        byte[] bytes = new byte[(int) claimed];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed);
            int read = inflater.inflate(bytes);
            int further = inflater.inflate(new byte[1]); // there must be none, but it takes this to read the checksum
            if (read != claimed || further != 0 || !inflater.finished() || inflater.getRemaining() != 0) {
                throw new CodecException("A compressed payload has another length than " + claimed + " bytes", null);
            }
            return bytes;
        } catch (DataFormatException damaged) {
            throw new CodecException("A compressed payload is damaged", damaged);
        } finally {
            inflater.end();
        }
    }
}
