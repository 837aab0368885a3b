package studio.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import studio.problem.Language;
import studio.push.PushServiceDouble.Taken;
import studio.storage.Dialect;
import studio.storage.OnBothDatabases;
import studio.storage.RealDatabase;
import studio.task.Task;
import studio.task.TaskStatus;
import studio.task.run.TaskFixture;
import studio.upstream.download.OpenPosts;

/** Whole messages over a real socket, decrypted by the other side. */
@OnBothDatabases
class SendNoticesTest {
    @Parameter
    Dialect dialect;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PHONE = "phone";
    private static final String DESK = "desk";

    @TempDir
    Path folder;

    private final Set<String> ended = new HashSet<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final PushThreads threads = new PushThreads();
    private RealDatabase real;
    private Watching watching;
    private PushServiceDouble service;
    private OpenPosts posts;
    private SqlPush store;
    private SendNotices notices;
    private ReadingBrowser browser;

    @BeforeEach
    void start() throws Exception {
        real = RealDatabase.in(folder, dialect);
        service = new PushServiceDouble(folder);
        posts = new OpenPosts(service.base());
        watching = new Watching(real.changes(), Clock.systemUTC());
        store = new SqlPush(real.database());
        notices = new SendNotices(
                store,
                new PostNotice(store, posts, JSON),
                id -> !ended.contains(id),
                watching,
                threads,
                new GatherEnds.Pace(Duration.ofMillis(1), List.of(Duration.ofHours(1))),
                Duration.ofMillis(5));
        notices.countBy(underWay::get);
        browser = new ReadingBrowser(P256.generate(), new byte[16]);
        signIn(PHONE);
        signIn(DESK);
    }

    @AfterEach
    void stop() {
        notices.close();
        posts.close();
        service.close();
        real.close();
    }

    @Test
    void theEndOfATaskIsToldToASubscribedBrowserAndToNobodyElse() throws Exception {
        subscribe(PHONE, false);
        notices.changed(task("t1", TaskStatus.DONE), 1);

        Taken taken = Objects.requireNonNull(service.next());
        assertThat(taken.path()).isEqualTo("/of/phone");
        assertThat(taken.headers())
                .containsEntry("content-encoding", "aes128gcm")
                .containsEntry("ttl", "43200")
                .containsEntry("cookie", "null");
        JsonNode notice = read(taken);
        assertThat(notice.path("title").asText()).isEqualTo("Your picture is ready");
        assertThat(notice.path("tag").asText()).isEqualTo("tasks");
        assertThat(notice.path("path").asText()).isEqualTo("tasks/t1");
        assertThat(notice.path("body").isNull()).isTrue();
        assertThat(service.waiting()).isZero();
    }

    @Test
    void thePushServiceCanCheckWhoSends() throws Exception {
        subscribe(PHONE, false);
        notices.changed(task("t1", TaskStatus.FAILED), 1);

        String header = Objects.requireNonNull(service.next()).headers().get("authorization");
        assertThat(header).startsWith("vapid t=").endsWith(", k=" + store.key().publicKey());
        String[] token =
                header.substring("vapid t=".length(), header.indexOf(',')).split("\\.", -1);
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(P256.publicKey(P256.decoded(store.key().publicKey())));
        signature.update((token[0] + "." + token[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(token[2]))).isTrue();
        JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(token[1]));
        assertThat(claims.path("aud").asText()).isEqualTo(service.base());
        assertThat(Instant.ofEpochSecond(claims.path("exp").asLong()))
                .isBetween(Instant.now().plusSeconds(3600), Instant.now().plusSeconds(86_400));
    }

    @Test
    void aPromptIsSentOnlyToWhomItIsAllowed() throws Exception {
        subscribe(PHONE, true);
        notices.changed(task("t1", TaskStatus.DONE), 1);
        JsonNode notice = read(service.next());
        assertThat(notice.path("body").asText()).isEqualTo("一只猫");
    }

    @Test
    void onlyEndsAreToldThatSomebodyWaitsFor() throws Exception {
        subscribe(PHONE, false);
        for (TaskStatus status : TaskStatus.values()) {
            if (status != TaskStatus.DONE) {
                notices.changed(task("t-" + status, status), 1);
            }
        }
        JsonNode notice = read(service.next());
        assertThat(notice.path("title").asText()).isEqualTo("A picture could not be made");
        assertThat(notice.path("path").asText()).isEqualTo("tasks/t-FAILED");
        settle();
        assertThat(service.waiting()).isZero();
    }

    @Test
    void aBurstIsToldAtItsFirstEndAndAtItsLastWithAllThatEnded() throws Exception {
        subscribe(PHONE, false);
        underWay.set(29);
        notices.changed(task("t1", TaskStatus.DONE), 1);
        JsonNode first = read(service.next());
        assertThat(first.path("title").asText()).isEqualTo("Your picture is ready");
        assertThat(first.path("body").asText()).isEqualTo("29 more under way");
        assertThat(first.path("alert").asBoolean()).isTrue();

        for (int i = 2; i < 30; i++) {
            underWay.set(30 - i);
            notices.changed(task("t" + i, i % 10 == 0 ? TaskStatus.FAILED : TaskStatus.DONE), i);
        }
        settle();
        assertThat(service.waiting()).isZero();
        underWay.set(0);
        notices.changed(task("t30", TaskStatus.FAILED), 30);
        JsonNode last = read(service.next());
        assertThat(last.path("title").asText()).isEqualTo("27 pictures are ready, 3 failed");
        assertThat(last.path("body").isNull()).isTrue();
        assertThat(last.path("path").asText()).isEqualTo("create");
        assertThat(last.path("alert").asBoolean()).isTrue();
        settle();
        assertThat(service.waiting()).isZero();
    }

    @Test
    void theRestOfABurstIsToldAtOnceWhenTheLastTaskIsCanceled() throws Exception {
        subscribe(PHONE, true);
        underWay.set(2);
        notices.changed(task("t1", TaskStatus.DONE), 1);
        assertThat(service.next()).isNotNull();
        underWay.set(1);
        notices.changed(task("t2", TaskStatus.FAILED), 2);
        settle();
        assertThat(service.waiting()).isZero();
        underWay.set(0);
        notices.changed(task("t3", TaskStatus.CANCELED), 3);
        JsonNode notice = read(service.next());
        assertThat(notice.path("title").asText()).isEqualTo("1 picture is ready, 1 failed");
        assertThat(notice.path("body").asText()).isEqualTo("Failed: 一只猫");
    }

    @Test
    void aDeviceThatWasOffGetsOneMessageOfAllThatEndedMeanwhile() throws Exception {
        subscribe(PHONE, false);
        notices.changed(task("t1", TaskStatus.DONE), 1);
        Taken first = Objects.requireNonNull(service.next());
        notices.changed(task("t2", TaskStatus.DONE), 2);
        Taken second = Objects.requireNonNull(service.next());
        assertThat(second.headers().get("topic"))
                .as("by which the push service replaces what it has not delivered")
                .isEqualTo(first.headers().get("topic"))
                .isEqualTo("tasks");
        assertThat(read(second).path("title").asText()).isEqualTo("2 pictures are ready");
    }

    @Test
    void whatSomebodyHasSeenIsNotCountedAgain() throws Exception {
        subscribe(PHONE, false);
        notices.changed(task("t1", TaskStatus.DONE), 1);
        assertThat(service.next()).isNotNull();
        watching.set(PHONE, true);
        watching.set(PHONE, false);
        notices.changed(task("t2", TaskStatus.DONE), 2);
        assertThat(read(service.next()).path("title").asText()).isEqualTo("Your picture is ready");
    }

    @Test
    void whatWasToWaitIsToldBeforeTheServerEnds() throws Exception {
        subscribe(PHONE, false);
        underWay.set(5);
        notices.changed(task("t1", TaskStatus.DONE), 1);
        assertThat(service.next()).isNotNull();
        notices.changed(task("t2", TaskStatus.DONE), 2);
        notices.settle(Duration.ofSeconds(20));
        assertThat(service.waiting()).isEqualTo(1);
        assertThat(read(service.next()).path("title").asText()).isEqualTo("2 pictures are ready");
    }

    @Test
    void whoSeesThePageOrHasSignedOutIsToldNothing() throws Exception {
        subscribe(PHONE, false);
        subscribe(DESK, false);
        watching.set(DESK, true);
        notices.changed(task("t1", TaskStatus.DONE), 1);
        assertThat(Objects.requireNonNull(service.next()).path()).isEqualTo("/of/phone");

        watching.set(DESK, false);
        ended.add(PHONE);
        notices.changed(task("t2", TaskStatus.DONE), 2);
        assertThat(Objects.requireNonNull(service.next()).path()).isEqualTo("/of/desk");
        assertThat(service.waiting()).isZero();
    }

    @Test
    void aSubscriptionEndsWithItsSession() {
        subscribe(PHONE, false);
        int unused = real.database().update(handle -> handle.execute("DELETE FROM session WHERE id = ?", PHONE));
        assertThat(store.all()).isEmpty();
    }

    @Test
    void whatThePushServiceNoLongerKnowsIsForgotten() throws Exception {
        subscribe(PHONE, false);
        service.answers(410);
        notices.changed(task("t1", TaskStatus.DONE), 1);
        assertThat(service.next()).isNotNull();
        settle();
        assertThat(store.all()).isEmpty();
    }

    @Test
    void aPushServiceThatStumblesIsTriedOnceMoreUnderTheSameTopic() throws Exception {
        subscribe(PHONE, false);
        service.answers(503);
        notices.changed(task("t1", TaskStatus.DONE), 1);
        Taken first = Objects.requireNonNull(service.next());
        Taken second = Objects.requireNonNull(service.next());
        assertThat(second.headers().get("topic")).isEqualTo(first.headers().get("topic"));
        assertThat(read(second)).isEqualTo(read(first));
        settle();
        assertThat(store.all()).hasSize(1);
        assertThat(service.waiting()).isZero();
    }

    @Test
    void noRedirectIsFollowed() throws Exception {
        subscribe(PHONE, false);
        service.answers(307);
        notices.changed(task("t1", TaskStatus.DONE), 1);
        assertThat(Objects.requireNonNull(service.next()).path()).isEqualTo("/of/phone");
        notices.changed(task("t2", TaskStatus.DONE), 2);
        assertThat(Objects.requireNonNull(service.next()).path()).isEqualTo("/of/phone");
    }

    @Test
    void theOldestSubscriptionMakesRoomAndTheKeyStays() {
        ServerKey key = store.key();
        for (int i = 0; i < SqlPush.MAX + 3; i++) {
            signIn("s" + i);
            subscribe("s" + i, false);
        }
        assertThat(store.all()).hasSize(SqlPush.MAX);
        assertThat(store.find("s0")).isEmpty();
        assertThat(store.find("s" + (SqlPush.MAX + 2))).isPresent();
        assertThat(new SqlPush(real.database()).key().publicKey()).isEqualTo(key.publicKey());
    }

    private JsonNode read(@Nullable Taken taken) throws Exception {
        return JSON.readTree(browser.read(Objects.requireNonNull(taken).body()));
    }

    /** Until everything is sent that is to be sent now. */
    private void settle() throws InterruptedException {
        threads.settle(Duration.ofSeconds(20));
    }

    private void signIn(String session) {
        int unused = real.database()
                .update(handle -> handle.execute(
                        "INSERT INTO session (id, generation, remembered, signed_in_at, last_seen_at, expires_at)"
                                + " VALUES (?, 'g', 0, 0, 0, 0)",
                        session));
    }

    private long made;

    private void subscribe(String session, boolean showPrompt) {
        store.put(new Subscription(
                session,
                service.base() + "/of/" + session,
                P256.base64(browser.publicKey()),
                browser.secret(),
                "https://studio.example.com",
                Language.ENGLISH,
                showPrompt,
                Instant.ofEpochMilli(made++)));
    }

    private static Task task(String id, TaskStatus status) {
        Task queued = TaskFixture.queued(id);
        return new Task(
                queued.id(),
                queued.entryId(),
                queued.requestId(),
                queued.request(),
                status,
                queued.stage(),
                queued.createdAt(),
                queued.startedAt(),
                queued.finishedAt(),
                queued.retryOf(),
                queued.cancelRequested(),
                queued.failure(),
                queued.upstreamMs(),
                queued.candidates(),
                queued.attempts(),
                queued.pictures(),
                queued.saving(),
                queued.version());
    }
}
