package studio.upstream.answer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import studio.json.DataUrls;
import studio.json.Spooled;
import studio.upstream.Answer;

/** The pictures of one answer as they are found: each once, at most {@value #MAX}. */
final class Candidates {
    static final int MAX = 64;

    private final Path folder;
    private final List<Answer.Candidate> found = new ArrayList<>();
    private boolean damaged;
    private int files;

    Candidates(Path folder) {
        this.folder = folder;
    }

    /** @return true when it was a picture that can be used */
    boolean add(Spooled spooled) throws IOException {
        if (spooled instanceof Spooled.Binary binary) {
            Answer.StoredPicture picture = new Answer.StoredPicture(binary.file(), binary.bytes());
            if (!put(picture) && !found.contains(picture)) {
                Files.deleteIfExists(binary.file());
            }
            return true;
        }
        damaged |= spooled instanceof Spooled.Damaged;
        return false;
    }

    /** An address, a data URL or bare base64. {@code base64}: the field holds base64 by its name. */
    boolean add(String text, boolean base64) throws IOException {
        String value = PictureAddress.bare(text);
        if (!PictureAddress.expected(value)) {
            return !value.isEmpty() && decoded(text, base64);
        }
        remote(value, false);
        return true;
    }

    /** A data URL, or base64 that starts like a picture. */
    boolean decoded(String text, boolean lenient) throws IOException {
        var decoded = DataUrls.decode(text, folder.resolve("inline-" + files++ + ".bin"), lenient);
        return decoded.isPresent() && add(decoded.get());
    }

    /** @param guess see {@link Answer.RemotePicture} */
    void remote(String address, boolean guess) {
        boolean known = found.stream()
                .anyMatch(other -> other instanceof Answer.RemotePicture remote
                        && remote.address().equals(address));
        if (!known && found.size() < MAX) {
            found.add(new Answer.RemotePicture(address, guess));
        }
    }

    /** What was found in a document within this one. */
    void addAll(Candidates inner) throws IOException {
        for (Answer.Candidate candidate : inner.found) {
            switch (candidate) {
                case Answer.StoredPicture picture -> put(picture);
                case Answer.RemotePicture remote -> remote(remote.address(), remote.guess());
            }
        }
    }

    /** Whether it is new and there is room. Files are compared only when they are of the same length, which other pictures hardly are. */
    private boolean put(Answer.StoredPicture picture) throws IOException {
        for (Answer.Candidate other : found) {
            if (other instanceof Answer.StoredPicture stored
                    && stored.bytes() == picture.bytes()
                    && Files.mismatch(stored.file(), picture.file()) < 0) {
                return false;
            }
        }
        return found.size() < MAX && found.add(picture);
    }

    /** Something was meant to be a picture and is invalid. */
    void damage() {
        damaged = true;
    }

    boolean damaged() {
        return damaged;
    }

    int size() {
        return found.size();
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Answer.Candidate> all() {
        return List.copyOf(found);
    }
}
