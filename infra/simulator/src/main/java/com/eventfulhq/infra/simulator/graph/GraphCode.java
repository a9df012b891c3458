package com.eventfulhq.infra.simulator.graph;

/** Meta's error codes the simulator knows, with the HTTP status of a synchronous refusal. */
enum GraphCode {
    SOMETHING_WENT_WRONG(500, 131000, "Something went wrong"),
    INVALID_PARAMETER(400, 100, "Invalid parameter"),
    TOKEN_INVALID(401, 190, "Invalid OAuth access token - Cannot parse access token"),
    THROUGHPUT_REACHED(400, 130429, "Rate limit hit"),
    PARAMETER_MISSING(400, 131008, "Required parameter is missing"),
    PARAMETER_VALUE(400, 131009, "Parameter value is not valid"),
    RECIPIENT_IS_SENDER(400, 131021, "Recipient cannot be sender"),
    UNDELIVERABLE(400, 131026, "Message undeliverable"),
    WINDOW_CLOSED(400, 131047, "Re-engagement message"),
    ECOSYSTEM(400, 131049, "This message was not delivered to maintain healthy ecosystem engagement."),
    MARKETING_STOPPED(400, 131050, "User has stopped marketing messages from this business"),
    TYPE_UNSUPPORTED(400, 131051, "Unsupported message type"),
    PAIR_RATE(400, 131056, "(Business Account, Consumer Account) pair rate limit hit"),
    BAD_CURSOR(400, 131059, "Bad paging cursor"),
    USER_ID_UNSUPPORTED(400, 131062, "Business-scoped user id is not supported for this message"),
    PARAMETER_COUNT(400, 132000, "Number of parameters does not match the expected number of params"),
    TEMPLATE_ABSENT(404, 132001, "Template name does not exist in the translation"),
    PARAMETER_FORMAT(400, 132012, "Parameter format does not match format in the created template"),
    TEMPLATE_PAUSED(400, 132015, "Template is paused due to low quality"),
    TEMPLATE_DISABLED(400, 132016, "Template is disabled"),
    PARAMETER_TEXT(400, 132018, "There was an issue with the parameters of the template");

    final int http;
    final int code;
    final String title;

    GraphCode(int http, int code, String title) {
        this.http = http;
        this.code = code;
        this.title = title;
    }
}
