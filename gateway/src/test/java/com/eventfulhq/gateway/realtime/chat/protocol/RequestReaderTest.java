package com.eventfulhq.gateway.realtime.chat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.chat.ChatCommand;
import com.eventfulhq.common.id.UserId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {

    private static final String C = "00000000-0000-0000-0000-000000000001";
    private static final UUID CONVERSATION = UUID.fromString(C);
    private static final UserId ANA = new UserId(new UUID(0, 2));

    @Test
    void connectsAndResumes() {
        var request = read("{'id':'1','op':'connect','token':'t','resume':{'cursor':'c','conversations':"
                + "[{'conversation_id':'" + C + "','epoch':'e','ev':7}]}}");

        assertThat(request).isInstanceOfSatisfying(Request.Connect.class, connect -> assertThat(connect.resume())
                .isEqualTo(new Request.Resume("c", List.of(new Request.Position(CONVERSATION, "e", 7L)))));
    }

    @Test
    void readsACommand() {
        var request = read("{'id':'1','op':'archive','conversation_id':'" + C + "','client_event_id':'" + C + "'}");

        assertThat(request).isInstanceOfSatisfying(Request.Act.class, act -> assertThat(act.command())
                .isEqualTo(new ChatCommand.Archive(CONVERSATION, CONVERSATION, true)));
    }

    @Test
    void readsAQuestionForWhoAsks() {
        var request = read("{'id':'1','op':'history','conversation_id':'" + C + "','after_ev':3}");

        assertThat(request).isInstanceOfSatisfying(Request.Read.class, read -> assertThat(
                        read.question().by(ANA))
                .isEqualTo(new ChatAsk.History(ANA, CONVERSATION, null, null, null, 3L, 50)));
    }

    @Test
    void aPingNeedsNoId() {
        assertThat(read("{'op':'ping'}")).isEqualTo(new Request.Ping(null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "no JSON                                                                     | _ | invalid-request",
                "[1]                                                                         | _ | invalid-request",
                "{'id':'1'}                                                                  | 1 | invalid-request",
                "{'op':'list'}                                                               | _ | invalid-request",
                "{'id':5,'op':'ping'}                                                        | _ | invalid-request",
                "{'op':'ping','x':1}                                                         | _ | unknown-field",
                "{'id':'1','op':'ping','x':1}                                                | 1 | unknown-field",
                "{'id':'1','op':'dance'}                                                     | 1 | invalid-value",
                "{'id':'1','op':'connect'}                                                   | 1 | invalid-request",
                "{'id':'1','op':'connect','token':'t','resume':[]}                           | 1 | invalid-request",
                "{'id':'1','op':'connect','token':'t','resume':{'x':1}}                      | 1 | unknown-field",
                "{'id':'1','op':'connect','token':'t','resume':{'conversations':[{'ev':1}]}} | 1 | invalid-request",
                "{'id':'1','op':'subscribe'}                                                 | 1 | invalid-request",
                "{'id':'1','op':'subscribe','channel':'all'}                                 | 1 | invalid-value",
                "{'id':'1','op':'subscribe','channel':'list','ev':1}                         | 1 | unknown-field",
                "{'id':'1','op':'subscribe','conversation_id':'1-1-1-1-1'}                   | 1 | invalid-request",
                "{'id':'1','op':'presence','watch':true}                                     | 1 | invalid-request",
                "{'id':'1','op':'presence','user_ids':['x']}                                 | 1 | invalid-request",
                "{'id':'1','op':'occupancy'}                                                 | 1 | invalid-request",
                "{'id':'1','op':'occupancy','conversation_id':'C','watch':1}                 | 1 | invalid-request",
                "{'id':'1','op':'occupancy','conversation_id':'C','user_ids':[]}             | 1 | unknown-field",
                "{'id':'1','op':'search','q':' '}                                            | 1 | invalid-value",
                "{'id':'1','op':'typing','conversation_id':'C','stop':'yes'}                 | 1 | invalid-request",
                "{'id':'1','op':'history','conversation_id':'C','limit':201}                 | 1 | invalid-value",
                "{'id':'1','op':'history','conversation_id':'C','after_ev':-1}               | 1 | invalid-value",
                "{'id':'1','op':'send','conversation_id':'C','client_event_id':'C','content':'x','message_type':'system'} | 1 | not-entitled",
                "{'id':'1','op':'history','conversation_id':'C','after_ev':1,'before_message_no':1} | 1 | invalid-request"
            })
    void whatIsNoRequestSaysWhy(String frame, String id, String code) {
        var request = read(frame.trim().replace("'C'", "'" + C + "'"));

        assertThat(request).isInstanceOfSatisfying(Request.Malformed.class, malformed -> assertThat(
                        (malformed.id() == null ? "_" : malformed.id()) + " "
                                + malformed.code().slug())
                .isEqualTo(id + " " + code));
    }

    @Test
    void idsAreQuotedAsTheyMustBe() {
        assertThat(new String(Answers.ok("a\"b\\c\u00e9\n"), UTF_8))
                .isEqualTo("{\"re\":\"a\\\"b\\\\c\u00e9\\n\",\"ok\":true}");
    }

    private static Request read(String frame) {
        return RequestReader.read(frame.replace('\'', '"').getBytes(UTF_8));
    }
}
