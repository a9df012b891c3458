package com.eventfulhq.common.database;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.r2dbc.postgresql.client.EncodedParameter;
import io.r2dbc.postgresql.codec.Codec;
import io.r2dbc.postgresql.codec.CodecMetadata;
import io.r2dbc.postgresql.codec.PostgresTypeIdentifier;
import io.r2dbc.postgresql.message.Format;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Writes arrays of one dimension as {@code array_recv} reads them:
 *
 * <pre> dimensions int4 | has nulls int4 | element type oid | length int4 | lower bound int4 | (bytes int4, value)* </pre>
 *
 * An empty array has no dimension and ends after the element type; a null element has the length -1. Never reads anything.
 */
final class ArrayParameter<E> implements Codec<@Nullable E[]>, CodecMetadata {

    private static final int HEADER_BYTES = 20;
    private static final int BYTES_PER_ELEMENT = 24;
    private static final int NULL = -1;

    private final ByteBufAllocator allocator;
    private final Class<E[]> type;
    private final ElementType elementType;
    private final ElementWriter<E> writer;

    ArrayParameter(ByteBufAllocator allocator, Class<E[]> type, ElementType elementType, ElementWriter<E> writer) {
        this.allocator = allocator;
        this.type = type;
        this.elementType = elementType;
        this.writer = writer;
    }

    /** Appends the bytes of one value. */
    @FunctionalInterface
    interface ElementWriter<E> {
        void write(ByteBuf buffer, E value);
    }

    /** Only a codec that says so comes before the driver's own for the same type: those are looked up by it. */
    @Override
    public Class<?> type() {
        return type;
    }

    /** What it reads: nothing. */
    @Override
    public Iterable<PostgresTypeIdentifier> getDataTypes() {
        return List.of();
    }

    @Override
    public boolean canEncode(Object value) {
        return type.isInstance(value);
    }

    @Override
    public EncodedParameter encode(Object value) {
        return encode(value, elementType.array());
    }

    @Override
    public EncodedParameter encode(Object value, int dataType) {
        var elements = type.cast(value);
        return new EncodedParameter(Format.FORMAT_BINARY, dataType, Mono.fromSupplier(() -> bytes(elements)));
    }

    private ByteBuf bytes(@Nullable E[] elements) {
        var buffer = allocator.buffer(HEADER_BYTES + BYTES_PER_ELEMENT * elements.length);
        buffer.writeInt(elements.length == 0 ? 0 : 1);
        buffer.writeInt(Arrays.asList(elements).contains(null) ? 1 : 0);
        buffer.writeInt(elementType.element());
        if (elements.length > 0) {
            buffer.writeInt(elements.length).writeInt(1);
        }
        for (var element : elements) {
            write(buffer, element);
        }
        return buffer;
    }

    private void write(ByteBuf buffer, @Nullable E element) {
        int at = buffer.writerIndex();
        buffer.writeInt(NULL);
        if (element != null) {
            writer.write(buffer, element);
            buffer.setInt(at, buffer.writerIndex() - at - Integer.BYTES);
        }
    }

    @Override
    public boolean canEncodeNull(Class<?> javaType) {
        return type.equals(javaType);
    }

    @Override
    public EncodedParameter encodeNull() {
        return new EncodedParameter(Format.FORMAT_BINARY, elementType.array(), EncodedParameter.NULL_VALUE);
    }

    @Override
    public boolean canDecode(int dataType, Format format, Class<?> javaType) {
        return false;
    }

    @Override
    public @Nullable E @Nullable [] decode(
            @Nullable ByteBuf buffer, int dataType, Format format, Class<? extends @Nullable E[]> javaType) {
        throw new UnsupportedOperationException("arrays are only sent here");
    }
}
