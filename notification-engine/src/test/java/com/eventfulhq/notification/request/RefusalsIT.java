package com.eventfulhq.notification.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.json.Json;
import com.eventfulhq.notification.EngineUnderTest;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may not, and what cannot be: every call of the REST face without a token, with somebody else's, and with garbage. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsIT {

    private static final String BODY = "{\"recipient_user_id\":\"" + EngineUnderTest.BEN
            + "\",\"template_name\":\"reminder\",\"variables\":{\"guest\":\"Ben\",\"date\":\"12 May\"}}";
    private static final String ROOT = "/v1/notifications";

    private final EngineUnderTest engine = new EngineUnderTest();
    private final String token = engine.token(EngineUnderTest.TEAM);
    private final String others = engine.token(EngineUnderTest.OTHER_TEAM);
    private final String ben = engine.token(EngineUnderTest.BEN, EngineUnderTest.TEAM);
    private final String ana = engine.token(EngineUnderTest.ANA, EngineUnderTest.TEAM);

    @AfterAll
    void stop() {
        engine.close();
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    /** The path of a notification of Ben's that this token asked for. */
    private String asked(String by) throws Exception {
        var id = Json.MAPPER
                .readTree(engine.post(by, key(), BODY).body())
                .path("notification_id")
                .asString();
        await().until(() -> !engine.rows("SELECT 1 FROM notification.notifications WHERE notification_id = ?::uuid", id)
                .isEmpty());
        return ROOT + "/" + id;
    }

    @Test
    void withoutATokenThereIsNothing() throws Exception {
        var one = asked(token);

        assertThat(engine.post("", key(), BODY).statusCode()).isEqualTo(401);
        assertThat(engine.get("", ROOT).statusCode()).isEqualTo(401);
        assertThat(engine.get("", one).statusCode()).isEqualTo(401);
        assertThat(engine.post("", one + "/read").statusCode()).isEqualTo(401);
    }

    @Test
    void forAnotherTeamThereIsNoSuchThing() throws Exception {
        var one = asked(token);

        assertThat(engine.post(others, key(), BODY).statusCode()).isEqualTo(404);
        assertThat(engine.get(others, ROOT).statusCode()).isEqualTo(404);
        assertThat(engine.get(others, one).statusCode()).isEqualTo(404);
        assertThat(engine.post(others, one + "/read").statusCode()).isEqualTo(404);
    }

    @Test
    void theTeamThatAskedAndTheRecipientSeeIt() throws Exception {
        var one = asked(token);

        assertThat(engine.get(token, one).statusCode()).isEqualTo(200);
        assertThat(engine.get(engine.token(EngineUnderTest.TEAM, "another-client"), one)
                        .statusCode())
                .isEqualTo(200);
        assertThat(engine.get(ben, one).statusCode()).isEqualTo(200);
        assertThat(engine.get(engine.token(EngineUnderTest.BEN, null), one).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aColleagueOfTheRecipientSeesNothing() throws Exception {
        var one = asked(token);

        assertThat(engine.get(ana, one).statusCode()).isEqualTo(404);
        assertThat(engine.post(ana, one + "/read").statusCode()).isEqualTo(404);
        assertThat(engine.get(ana, ROOT).body()).doesNotContain(one.substring(ROOT.length() + 1));
    }

    @Test
    void aPersonSeesWhatTheyAskedForThemselves() throws Exception {
        var one = asked(ana);

        assertThat(engine.get(ana, one).statusCode()).isEqualTo(200);
        assertThat(engine.get(engine.token(EngineUnderTest.ANA, EngineUnderTest.OTHER_TEAM), one)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aPlatformNotificationIsItsRecipientsOnly() throws Exception {
        var id = engine.rows(
                        "INSERT INTO notification.notifications (recipient_user_id, message, producer, idempotency_key) VALUES (?::uuid, 'm', 'null/x', ?) RETURNING notification_id",
                        EngineUnderTest.BEN.toString(),
                        key())
                .getFirst()
                .get("notification_id");

        assertThat(engine.get(ben, ROOT + "/" + id).statusCode()).isEqualTo(200);
        assertThat(engine.get(engine.token(EngineUnderTest.ANA, null), ROOT + "/" + id)
                        .statusCode())
                .isEqualTo(404);
        assertThat(engine.get(token, ROOT + "/" + id).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "template_name":"reminder"            | "template_name":"no such"                       | 422 | /template_name
            "template_name":"reminder"            | "template_name":null                            | 422 | /template_name
            "template_name":"reminder"            | "template_name":7                               | 400 | /template_name
            "template_name"                       | "template_nmae"                                 | 400 | /template_nmae
            a0000000-0000-4000-8000-000000000002  | ben                                             | 400 | /recipient_user_id
            "recipient_user_id":                  | "related_entity_type":"x","recipient_user_id":  | 422 | /related_entity_type
            "guest":"Ben",                        |                                                 | 422 | /variables/guest
            "guest":"Ben"                         | "guest":null                                    | 422 | /variables/guest
            "guest":"Ben"                         | "guest":7                                       | 400 | /variables/guest
            "guest":"Ben"                         | "guest":"\\u0000"                               | 422 | /variables/guest
            "guest":"Ben"                         | "guest":"\\ud800"                               | 422 | /variables/guest
            "guest":"Ben"                         | "guest":["Ben"]                                 | 400 | /variables/guest
            "guest":"Ben"                         | "g/~":"\\u0000","guest":"Ben"                   | 422 | /variables/g~1~0
            }}                                    | },"channels":["telegram"]}                      | 422 | /channels/0
            }}                                    | },"channels":[]}                                | 422 | /channels
            }}                                    | },"channels":["in_app",null]}                   | 422 | /channels/1
            }}                                    | },"channels":["in_app","sms"]}                  | 422 | /channels/1
            }}                                    | },"channels":"in_app"}                          | 400 | /channels
            }}                                    | },"expires_at":"tomorrow"}                      | 400 | /expires_at
            }}                                    | },"expires_at":"+99999-01-01T00:00:00Z"}        | 422 | /expires_at
            }}                                    | }}{}                                            | 400 | "/"
            }}                                    | }                                               | 400 | body
            """)
    void namesTheFieldThatCannotBe(String is, String becomes, int status, String named) throws Exception {
        var answer = engine.post(token, key(), BODY.replace(is, becomes == null ? "" : becomes));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "7", "\"text\"", "", "{", "\u0000"})
    void aBodyThatIsNoRequestIsRefused(String body) throws Exception {
        assertThat(engine.post(token, key(), body).statusCode()).isEqualTo(400);
    }

    @Test
    void anEntityNeedsATypeThatFits() throws Exception {
        var entity = "{\"related_entity_id\":\"" + UUID.randomUUID() + "\",\"related_entity_type\":\"";

        var tooLong = engine.post(token, key(), entity + "x".repeat(51) + "\"," + BODY.substring(1));

        assertThat(tooLong.statusCode()).isEqualTo(422);
        assertThat(tooLong.body()).contains("/related_entity_type");
        assertThat(engine.post(token, key(), entity + "booking\"," + BODY.substring(1))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void tooManyVariablesOrOneTooLongAreNamed() throws Exception {
        var many = new StringBuilder();
        for (int i = 0; i < 70; i++) {
            many.append("\"v").append(i).append("\":\"x\",");
        }

        var tooMany = engine.post(token, key(), BODY.replace("\"guest\"", many + "\"guest\""));
        var tooLong = engine.post(token, key(), BODY.replace("12 May", "x".repeat(5_000)));

        assertThat(tooMany.statusCode()).isEqualTo(422);
        assertThat(tooMany.body()).contains("/variables");
        assertThat(tooLong.statusCode()).isEqualTo(422);
        assertThat(tooLong.body()).contains("/variables/date");
    }

    @Test
    void aBodyBeyondTheLimitIsTooLarge() throws Exception {
        assertThat(engine.post(token, key(), BODY.replace("12 May", "x".repeat(300_000)))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void aKeyIsNeeded() throws Exception {
        var answer = engine.post(token, "x".repeat(256), BODY);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Idempotency-Key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "1-1-1-1-1", "%00"})
    void anIdThatIsNoneIsNamed(String id) throws Exception {
        var looked = engine.get(token, ROOT + "/" + id);
        var read = engine.post(ben, ROOT + "/" + id + "/read");

        assertThat(looked.statusCode()).isEqualTo(422);
        assertThat(looked.body()).contains("/notification_id");
        assertThat(read.statusCode()).isEqualTo(422);
        assertThat(read.body()).contains("/notification_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cursor=garbage", "cursor=", "limit=0", "limit=101", "limit=-1", "limit=many"})
    void aPageThatIsNoneIsNamed(String query) throws Exception {
        var answer = engine.get(ben, ROOT + "?" + query);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("/" + query.substring(0, query.indexOf('=')));
    }

    @Test
    void aServiceHasNoFeed() throws Exception {
        assertThat(engine.get(token, ROOT).statusCode()).isEqualTo(404);
    }
}
