package studio.imaging;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The functions of {@link VipsFunction}, callable: one method for each, which passes its arguments on and checks nothing.
 * {@link VipsLibrary} is what the rest of the package uses.
 */
// A method handle's signature is polymorphic and throws anything; none of these C functions can throw.
@SuppressWarnings("CatchThrowable")
final class VipsCalls {
    private final Map<VipsFunction, MethodHandle> handles = new EnumMap<>(VipsFunction.class);

    VipsCalls(SymbolLookup symbols) throws VipsException {
        Linker linker = Linker.nativeLinker();
        for (VipsFunction function : VipsFunction.values()) {
            MemorySegment address = symbols.find(function.symbol())
                    .orElseThrow(() -> new VipsException("it has no function " + function.symbol()));
            handles.put(function, linker.downcallHandle(address, function.shape(), function.options()));
        }
    }

    private MethodHandle handle(VipsFunction function) {
        return Objects.requireNonNull(handles.get(function));
    }

    private static IllegalStateException broken(VipsFunction function, Throwable cause) {
        return new IllegalStateException("the call of " + function.symbol() + " failed", cause);
    }

    int setEnvironment(MemorySegment name, MemorySegment value, int overwrite) {
        try {
            return (int) handle(VipsFunction.G_SETENV).invokeExact(name, value, overwrite);
        } catch (Throwable e) {
            throw broken(VipsFunction.G_SETENV, e);
        }
    }

    void free(MemorySegment memory) {
        try {
            handle(VipsFunction.G_FREE).invokeExact(memory);
        } catch (Throwable e) {
            throw broken(VipsFunction.G_FREE, e);
        }
    }

    void unref(MemorySegment object) {
        try {
            handle(VipsFunction.G_OBJECT_UNREF).invokeExact(object);
        } catch (Throwable e) {
            throw broken(VipsFunction.G_OBJECT_UNREF, e);
        }
    }

    int init(MemorySegment program) {
        try {
            return (int) handle(VipsFunction.VIPS_INIT).invokeExact(program);
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_INIT, e);
        }
    }

    MemorySegment versionString() {
        try {
            return (MemorySegment) handle(VipsFunction.VIPS_VERSION_STRING).invokeExact();
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_VERSION_STRING, e);
        }
    }

    void blockUntrusted(int state) {
        try {
            handle(VipsFunction.VIPS_BLOCK_UNTRUSTED_SET).invokeExact(state);
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_BLOCK_UNTRUSTED_SET, e);
        }
    }

    void blockOperation(MemorySegment name, int state) {
        try {
            handle(VipsFunction.VIPS_OPERATION_BLOCK_SET).invokeExact(name, state);
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_OPERATION_BLOCK_SET, e);
        }
    }

    void setConcurrency(int threads) {
        try {
            handle(VipsFunction.VIPS_CONCURRENCY_SET).invokeExact(threads);
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_CONCURRENCY_SET, e);
        }
    }

    void setCacheMax(int operations) {
        try {
            handle(VipsFunction.VIPS_CACHE_SET_MAX).invokeExact(operations);
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_CACHE_SET_MAX, e);
        }
    }

    void threadShutdown() {
        try {
            handle(VipsFunction.VIPS_THREAD_SHUTDOWN).invokeExact();
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_THREAD_SHUTDOWN, e);
        }
    }

    MemorySegment errorBufferCopy() {
        try {
            return (MemorySegment) handle(VipsFunction.VIPS_ERROR_BUFFER_COPY).invokeExact();
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_ERROR_BUFFER_COPY, e);
        }
    }

    long trackedMemory() {
        try {
            return (long) handle(VipsFunction.VIPS_TRACKED_GET_MEM).invokeExact();
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_TRACKED_GET_MEM, e);
        }
    }

    int width(MemorySegment image) {
        try {
            return (int) handle(VipsFunction.VIPS_IMAGE_GET_WIDTH).invokeExact(image);
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_IMAGE_GET_WIDTH, e);
        }
    }

    int height(MemorySegment image) {
        try {
            return (int) handle(VipsFunction.VIPS_IMAGE_GET_HEIGHT).invokeExact(image);
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_IMAGE_GET_HEIGHT, e);
        }
    }

    long typeOf(MemorySegment image, MemorySegment field) {
        try {
            return (long) handle(VipsFunction.VIPS_IMAGE_GET_TYPEOF).invokeExact(image, field);
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_IMAGE_GET_TYPEOF, e);
        }
    }

    int iccTransform(MemorySegment image, MemorySegment out, MemorySegment profile, MemorySegment end) {
        try {
            return (int) handle(VipsFunction.VIPS_ICC_TRANSFORM).invokeExact(image, out, profile, end);
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_ICC_TRANSFORM, e);
        }
    }

    MemorySegment copyMemory(MemorySegment image) {
        try {
            return (MemorySegment) handle(VipsFunction.VIPS_IMAGE_COPY_MEMORY).invokeExact(image);
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_IMAGE_COPY_MEMORY, e);
        }
    }

    int thumbnailBuffer(
            MemorySegment buffer,
            long length,
            MemorySegment out,
            int width,
            MemorySegment option1,
            int height,
            MemorySegment option2,
            int size,
            MemorySegment option3,
            MemorySegment loaderOptions,
            MemorySegment end) {
        try {
            return (int) handle(VipsFunction.VIPS_THUMBNAIL_BUFFER)
                    .invokeExact(
                            buffer, length, out, width, option1, height, option2, size, option3, loaderOptions, end);
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_THUMBNAIL_BUFFER, e);
        }
    }

    int thumbnailImage(
            MemorySegment image,
            MemorySegment out,
            int width,
            MemorySegment option1,
            int height,
            MemorySegment option2,
            int crop,
            MemorySegment option3,
            int size,
            MemorySegment end) {
        try {
            return (int) handle(VipsFunction.VIPS_THUMBNAIL_IMAGE)
                    .invokeExact(image, out, width, option1, height, option2, crop, option3, size, end);
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_THUMBNAIL_IMAGE, e);
        }
    }

    int webpsaveBuffer(
            MemorySegment image,
            MemorySegment buffer,
            MemorySegment length,
            MemorySegment option1,
            int quality,
            MemorySegment option2,
            int effort,
            MemorySegment option3,
            int strip,
            MemorySegment end) {
        try {
            return (int) handle(VipsFunction.VIPS_WEBPSAVE_BUFFER)
                    .invokeExact(image, buffer, length, option1, quality, option2, effort, option3, strip, end);
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_WEBPSAVE_BUFFER, e);
        }
    }
}
