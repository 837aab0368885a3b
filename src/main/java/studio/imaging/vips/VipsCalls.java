package studio.imaging.vips;

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

    void free(MemorySegment memory) {
        command(VipsFunction.G_FREE, memory);
    }

    void unref(MemorySegment object) {
        command(VipsFunction.G_OBJECT_UNREF, object);
    }

    int init(MemorySegment program) {
        return number(VipsFunction.VIPS_INIT, program);
    }

    int width(MemorySegment image) {
        return number(VipsFunction.VIPS_IMAGE_GET_WIDTH, image);
    }

    int height(MemorySegment image) {
        return number(VipsFunction.VIPS_IMAGE_GET_HEIGHT, image);
    }

    int hasAlpha(MemorySegment image) {
        return number(VipsFunction.VIPS_IMAGE_HASALPHA, image);
    }

    int guessInterpretation(MemorySegment image) {
        return number(VipsFunction.VIPS_IMAGE_GUESS_INTERPRETATION, image);
    }

    void blockUntrusted(int state) {
        setting(VipsFunction.VIPS_BLOCK_UNTRUSTED_SET, state);
    }

    void setConcurrency(int threads) {
        setting(VipsFunction.VIPS_CONCURRENCY_SET, threads);
    }

    void setCacheMax(int operations) {
        setting(VipsFunction.VIPS_CACHE_SET_MAX, operations);
    }

    private void command(VipsFunction function, MemorySegment argument) {
        try {
            handle(function).invokeExact(argument);
        } catch (Throwable e) {
            throw broken(function, e);
        }
    }

    private int number(VipsFunction function, MemorySegment argument) {
        try {
            return (int) handle(function).invokeExact(argument);
        } catch (Throwable e) {
            throw broken(function, e);
        }
    }

    private void setting(VipsFunction function, int value) {
        try {
            handle(function).invokeExact(value);
        } catch (Throwable e) {
            throw broken(function, e);
        }
    }

    int setEnvironment(MemorySegment name, MemorySegment value, int overwrite) {
        try {
            return (int) handle(VipsFunction.G_SETENV).invokeExact(name, value, overwrite);
        } catch (Throwable e) {
            throw broken(VipsFunction.G_SETENV, e);
        }
    }

    MemorySegment versionString() {
        try {
            return (MemorySegment) handle(VipsFunction.VIPS_VERSION_STRING).invokeExact();
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_VERSION_STRING, e);
        }
    }

    void blockOperation(MemorySegment name, int state) {
        try {
            handle(VipsFunction.VIPS_OPERATION_BLOCK_SET).invokeExact(name, state);
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_OPERATION_BLOCK_SET, e);
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

    int colourspace(MemorySegment image, MemorySegment out, int space, MemorySegment end) {
        try {
            return (int) handle(VipsFunction.VIPS_COLOURSPACE).invokeExact(image, out, space, end);
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_COLOURSPACE, e);
        }
    }

    int writeToFile(MemorySegment image, MemorySegment nameWithOptions, MemorySegment end) {
        try {
            return (int) handle(VipsFunction.VIPS_IMAGE_WRITE_TO_FILE).invokeExact(image, nameWithOptions, end);
        } catch (Throwable e) {
            throw broken(VipsFunction.VIPS_IMAGE_WRITE_TO_FILE, e);
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
