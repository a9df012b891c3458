package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.Session.ACCEPTED;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Staff, requirements and checklists, as the domain of event operations writes them; tickets have tests of their own. */
@RealServers
class EventOperationsRulesIT {

    @AutoClose
    private static SessionsByRole sessions;

    @BeforeAll
    static void aWorld(TestServers servers) {
        var database = servers.newDatabase();
        EventOperationsWorld.begin(database);
        sessions = new SessionsByRole(database);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"shifts", "assignments", "ratings", "requirements", "procurement", "prerequisites", "checklist"})
    void keeps(Trial trial) {
        trial.holdsIn(sessions);
    }

    static Stream<Trial> shifts() {
        return Stream.of(
                trial("a person is invited to a shift", staff("1 h", "10"), ACCEPTED),
                trial("a shift ends after it starts", staff("0 h", "10"), "23514"),
                trial("pay may be nothing", staff("1 h", "0"), ACCEPTED),
                trial("pay may not be agreed at all", staff("1 h", "NULL"), ACCEPTED),
                trial("pay is not negative", staff("1 h", "-1"), "23514"),
                trial("kinds of jobs are known", staff("1 h", "10").replace("'volunteer'", "'juggler'"), "23514"),
                trial("a job has a title", staff("1 h", "10").replace("'Door'", "NULL"), "23502"),
                trial("somebody does it", staff("1 h", "10").replace("<mia>", "NULL"), "23502"),
                trial("the person stays", assignment("user_id = <eve>", "invited"), "VE003"),
                trial("the event stays", assignment("event_id = <fira>", "invited"), "VE003"));
    }

    static Stream<Trial> assignments() {
        return Stream.of(
                trial(
                        "an assignment starts as invitation",
                        staff("1 h", "10").replace("'invited'", "'accepted'"),
                        "VE004"),
                answer("invited", "accepted", ACCEPTED),
                answer("invited", "declined", ACCEPTED),
                answer("invited", "completed", "VE004"),
                answer("invited", "no_show", "VE004"),
                answer("accepted", "declined", ACCEPTED),
                answer("accepted", "completed", ACCEPTED),
                answer("accepted", "no_show", ACCEPTED),
                answer("accepted", "invited", "VE004"),
                answer("declined", "accepted", "VE004"),
                answer("worked", "no_show", "VE004"));
    }

    private static Trial answer(String assignment, String status, String outcome) {
        return trial(
                "assignment " + assignment + " becomes " + status,
                assignment("assignment_status = '" + status + "'", assignment),
                outcome);
    }

    static Stream<Trial> ratings() {
        return Stream.of(
                trial("work is rated after the shift", assignment("performance_rating = 4.75", "worked"), ACCEPTED),
                trial("not before its end", assignment("performance_rating = 4.75", "accepted"), "VE010"),
                trial(
                        "a rated shift does not move into the future",
                        assignment("performance_rating = 5", "worked") + ";"
                                + assignment("shift_end_datetime = now() + interval '1 h'", "worked"),
                        "VE010"),
                trial("1 is a rating", assignment("performance_rating = 1", "worked"), ACCEPTED),
                trial("0.99 is no rating", assignment("performance_rating = 0.99", "worked"), "23514"),
                trial("5 is a rating", assignment("performance_rating = 5", "worked"), ACCEPTED),
                trial("5.01 is no rating", assignment("performance_rating = 5.01", "worked"), "23514"));
    }

    static Stream<Trial> requirements() {
        return Stream.of(
                trial("something is needed", requirement("'{}'"), ACCEPTED),
                trial("kinds are known", requirement("'{}'").replace("'permits'", "'magic'"), "23514"),
                trial("priorities are known", requirement("'{}'").replace("'medium'", "'urgent'"), "23514"),
                trial("an estimate is not negative", requirement("'{}'").replace("7", "-7"), "23514"),
                trial("it has a title", requirement("'{}'").replace("'Permit'", "NULL"), "23502"),
                trial("it belongs to an event", requirement("'{}'").replace("<festa>", "NULL"), "23502"),
                trial("the event stays", require("event_id = <fira>", "stage"), "VE003"));
    }

    static Stream<Trial> procurement() {
        return Stream.of(
                trial("a requirement starts as needed", requirement("'{}'").replace("'needed'", "'booked'"), "VE004"),
                trial(
                        "needed becomes quoted",
                        requirement("'{}'") + ";" + require("status = 'quoted'", "new"),
                        ACCEPTED),
                trial("needed is not booked", requirement("'{}'") + ";" + require("status = 'booked'", "new"), "VE004"),
                trial("quoted becomes booked", require("status = 'booked'", "stage"), ACCEPTED),
                trial("quoted is not completed", require("status = 'completed'", "stage"), "VE004"),
                trial("quoted is not needed again", require("status = 'needed'", "stage"), "VE004"),
                trial("booked becomes completed", require("status = 'completed'", "elsewhere"), ACCEPTED),
                trial("booked is not quoted again", require("status = 'quoted'", "sound"), "VE004"),
                trial(
                        "completed stays completed",
                        require("status = 'completed'", "elsewhere") + ";" + require("status = 'booked'", "elsewhere"),
                        "VE004"),
                trial("not completed before what comes first", require("status = 'completed'", "sound"), "VE013"),
                trial(
                        "completed after what comes first",
                        require("status = 'booked'", "stage") + ";" + require("status = 'completed'", "stage") + ";"
                                + require("status = 'completed'", "sound"),
                        ACCEPTED));
    }

    static Stream<Trial> prerequisites() {
        return Stream.of(
                trial("a prerequisite of the same event", requirement("ARRAY[<light>]::uuid[]"), ACCEPTED),
                trial("not of another event", requirement("ARRAY[<elsewhere>]::uuid[]"), "VE013"),
                trial("not one that does not exist", requirement("ARRAY[<light>, <nothing>]::uuid[]"), "VE013"),
                trial("not one that was deleted", requirement("ARRAY[<dropped>]::uuid[]"), "VE013"),
                trial("not an empty one", requirement("ARRAY[NULL]::uuid[]"), "VE013"),
                trial("no list is no array", requirement("NULL"), "23502"),
                trial("not itself when new", requirement("ARRAY[<new>]::uuid[]"), "VE013"),
                trial("not itself", require(dependsOn("stage"), "stage"), "VE013"),
                trial("not in a circle of two", require(dependsOn("sound"), "stage"), "VE013"),
                trial("not in a circle of three", require(dependsOn("light"), "stage"), "VE013"),
                trial(
                        "a shortcut is no circle",
                        require("depends_on_requirement_ids = ARRAY[<sound>, <stage>]::uuid[]", "light"),
                        ACCEPTED),
                trial(
                        "the other way round once it is cut",
                        require("depends_on_requirement_ids = '{}'", "sound") + ";"
                                + require(dependsOn("sound"), "stage"),
                        ACCEPTED));
    }

    static Stream<Trial> checklist() {
        return Stream.of(
                trial("something is to do", item("'{}'"), ACCEPTED),
                trial("a task may have no deadline", item("'{}'").replace("now()", "NULL"), ACCEPTED),
                trial("phases are known", item("'{}'").replace("'planning'", "'party'"), "23514"),
                trial("a task starts not started", item("'{}'").replace("'not_started'", "'completed'"), "VE004"),
                trial("a task is begun", todo("status = 'in_progress'", "plan"), ACCEPTED),
                trial("a task is ticked off at once", todo("status = 'completed'", "plan"), ACCEPTED),
                trial(
                        "a task that is begun is completed",
                        todo("status = 'in_progress'", "plan") + ";" + todo("status = 'completed'", "plan"),
                        ACCEPTED),
                trial(
                        "a completed task is not begun again",
                        todo("status = 'completed'", "plan") + ";" + todo("status = 'in_progress'", "plan"),
                        "VE004"),
                trial("not completed before what comes first", todo("status = 'completed'", "print"), "VE013"),
                trial(
                        "completed after what comes first",
                        todo("status = 'completed'", "plan") + ";" + todo("status = 'completed'", "print"),
                        ACCEPTED),
                trial("a task of the same event comes first", item("ARRAY[<print>]::uuid[]"), ACCEPTED),
                trial("not one of another event", item("ARRAY[<other_plan>]::uuid[]"), "VE013"),
                trial("not in a circle", todo("depends_on_item_ids = ARRAY[<print>]::uuid[]", "plan"), "VE013"),
                trial("the event stays", todo("event_id = <fira>", "plan"), "VE003"));
    }

    private static String dependsOn(String requirement) {
        return "depends_on_requirement_ids = ARRAY[<" + requirement + ">]::uuid[]";
    }

    private static Trial trial(String rule, String sql, String outcome) {
        return new Trial(rule + " → " + outcome, "event_operations_domain", sql, null, outcome);
    }

    private static String staff(String length, String pay) {
        return "INSERT INTO event_operations.event_staff (event_id, user_id, role_title, role_category, hourly_rate_credits,"
                + " assignment_status, shift_start_datetime, shift_end_datetime)"
                + " VALUES (<festa>, <mia>, 'Door', 'volunteer', %s, 'invited', now(), now() + interval '%s')"
                        .formatted(pay, length);
    }

    private static String assignment(String assignment, String name) {
        return "UPDATE event_operations.event_staff SET " + assignment + " WHERE staff_assignment_id = <" + name + ">";
    }

    private static String requirement(String prerequisites) {
        return "INSERT INTO event_operations.event_requirements (requirement_id, event_id, requirement_type, title, status, priority,"
                + " estimated_cost_credits, depends_on_requirement_ids)"
                + " VALUES (<new>, <festa>, 'permits', 'Permit', 'needed', 'medium', 7, %s)".formatted(prerequisites);
    }

    private static String require(String assignment, String name) {
        return "UPDATE event_operations.event_requirements SET " + assignment + " WHERE requirement_id = <" + name
                + ">";
    }

    private static String item(String prerequisites) {
        return "INSERT INTO event_operations.event_checklist (checklist_item_id, event_id, title, category, status, due_date,"
                + " depends_on_item_ids) VALUES (<new>, <festa>, 'Rent', 'planning', 'not_started', now(), %s)"
                        .formatted(prerequisites);
    }

    private static String todo(String assignment, String name) {
        return "UPDATE event_operations.event_checklist SET " + assignment + " WHERE checklist_item_id = <" + name
                + ">";
    }
}
