#include "curl_shim.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum { MAXIMUM_REDIRECTS = 5, MAXIMUM_HEAD_BYTES = 1 << 16 };

struct cs_client {
    // Rather than an easy handle alone, because waiting on it can be interrupted and ends at a time of ours.
    CURLM *multi;
    CURL *easy;
    atomic_bool is_cancelled;
};

// One exchange with a server: what the callbacks of libcurl share.
typedef struct {
    cs_client *client;
    const cs_request *request;
    int64_t last_activity;
    size_t head_bytes;
    bool is_redirect;
    bool head_is_over;
    bool is_ended;
} exchange;

static int64_t now_milliseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void initialise(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

cs_client *cs_client_create(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, initialise);
    cs_client *client = calloc(1, sizeof *client);
    if (client == NULL) return NULL;
    client->multi = curl_multi_init();
    client->easy = curl_easy_init();
    if (client->multi == NULL || client->easy == NULL) {
        cs_client_free(client);
        return NULL;
    }
    return client;
}

void cs_client_free(cs_client *client) {
    curl_easy_cleanup(client->easy);
    if (client->multi != NULL) curl_multi_cleanup(client->multi);
    free(client);
}

void cs_client_cancel(cs_client *client) {
    atomic_store(&client->is_cancelled, true);
    curl_multi_wakeup(client->multi);
}

bool cs_client_pause(cs_client *client, int64_t milliseconds) {
    const int64_t end = now_milliseconds() + milliseconds;
    for (int64_t rest = milliseconds; rest > 0; rest = end - now_milliseconds()) {
        if (atomic_load(&client->is_cancelled)) return false;
        curl_multi_poll(client->multi, NULL, 0, (int)rest, NULL);
    }
    return !atomic_load(&client->is_cancelled);
}

static size_t receive_head(char *line, size_t size, size_t count, void *context) {
    exchange *exchange = context;
    exchange->last_activity = now_milliseconds();
    exchange->head_bytes += count;
    if (exchange->head_bytes > MAXIMUM_HEAD_BYTES) return 0;
    // What follows the body of an answer in pieces.
    if (exchange->head_is_over) return count;
    long status = 0;
    curl_easy_getinfo(exchange->client->easy, CURLINFO_RESPONSE_CODE, &status);
    exchange->is_redirect = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    // Before the answer itself, a server may send some that only say that it is coming.
    const bool is_end = count <= 2;
    exchange->head_is_over = is_end && status >= 200;
    if (exchange->is_redirect) return exchange->head_is_over ? 0 : count;
    if (status < 200) return count;
    if (exchange->request->receive_head(exchange->request->context, line, count)) return count;
    exchange->is_ended = true;
    return 0;
}

static size_t receive_body(char *bytes, size_t size, size_t count, void *context) {
    exchange *exchange = context;
    if (!exchange->request->receive_body(exchange->request->context, bytes, count)) {
        exchange->is_ended = true;
        return 0;
    }
    // The time that the receiver takes is none of the server's.
    exchange->last_activity = now_milliseconds();
    return count;
}

// Works until the exchange is over, the server silent for too long, or the client cancelled.
static cs_outcome perform(exchange *exchange, CURLcode *code) {
    cs_client *client = exchange->client;
    const int64_t stall = exchange->request->stall_milliseconds;
    exchange->last_activity = now_milliseconds();
    while (true) {
        int running = 0;
        if (atomic_load(&client->is_cancelled)) return CS_CANCELLED;
        // What has come while this thread did not run is taken before the time is looked at.
        if (curl_multi_perform(client->multi, &running) != CURLM_OK) {
            *code = CURLE_OUT_OF_MEMORY;
            return CS_CUT_OFF;
        }
        if (running == 0) break;
        const int64_t rest = exchange->last_activity + stall - now_milliseconds();
        if (rest <= 0) return CS_STALLED;
        curl_multi_poll(client->multi, NULL, 0, rest > 1000 ? 1000 : (int)rest, NULL);
    }
    *code = CURLE_OUT_OF_MEMORY;
    int waiting = 0;
    for (const CURLMsg *message; (message = curl_multi_info_read(client->multi, &waiting)) != NULL;) {
        if (message->msg == CURLMSG_DONE) *code = message->data.result;
    }
    return *code == CURLE_OK ? CS_DONE : CS_CUT_OFF;
}

static bool is_hopeless(CURLcode code) {
    switch (code) {
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_URL_MALFORMAT:
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_OUT_OF_MEMORY:
            return true;
        default:
            return false;
    }
}

static bool has_part(CURLU *url, CURLUPart part, const char *wanted) {
    char *found = NULL;
    const bool result = curl_url_get(url, part, &found, CURLU_DEFAULT_PORT) == CURLUE_OK && strcasecmp(found, wanted) == 0;
    curl_free(found);
    return result;
}

static bool have_same(CURLU *one, CURLU *other, CURLUPart part) {
    char *wanted = NULL;
    const bool result = curl_url_get(one, part, &wanted, CURLU_DEFAULT_PORT) == CURLUE_OK && has_part(other, part, wanted);
    curl_free(wanted);
    return result;
}

// Moves `url` to where the server sends on to; false where that is another place, which `reason` then names.
static bool follow(CURL *easy, CURLU *url, char reason[CS_REASON_SIZE]) {
    snprintf(reason, CS_REASON_SIZE, "nowhere");
    struct curl_header *location = NULL;
    if (curl_easy_header(easy, "Location", 0, CURLH_HEADER, -1, &location) != CURLHE_OK) return false;
    snprintf(reason, CS_REASON_SIZE, "%s", location->value);
    CURLU *next = curl_url_dup(url);
    bool allowed = next != NULL && curl_url_set(next, CURLUPART_URL, location->value, 0) == CURLUE_OK;
    if (allowed) {
        const bool is_upgrade = has_part(url, CURLUPART_SCHEME, "http") && has_part(url, CURLUPART_PORT, "80") &&
                                has_part(next, CURLUPART_SCHEME, "https") && has_part(next, CURLUPART_PORT, "443");
        const bool is_same = have_same(url, next, CURLUPART_SCHEME) && have_same(url, next, CURLUPART_PORT);
        allowed = have_same(url, next, CURLUPART_HOST) && (is_same || is_upgrade);
        char *address = NULL;
        if (curl_url_get(next, CURLUPART_URL, &address, 0) == CURLUE_OK) snprintf(reason, CS_REASON_SIZE, "%s", address);
        if (allowed) allowed = curl_url_set(url, CURLUPART_URL, address, 0) == CURLUE_OK;
        curl_free(address);
    }
    curl_url_cleanup(next);
    return allowed;
}

static cs_outcome get(exchange *exchange, CURLU *url, char reason[CS_REASON_SIZE]) {
    CURL *easy = exchange->client->easy;
    for (int redirects = 0; redirects <= MAXIMUM_REDIRECTS; redirects++) {
        exchange->head_bytes = 0;
        exchange->is_redirect = exchange->head_is_over = false;
        CURLcode code = CURLE_OK;
        curl_multi_add_handle(exchange->client->multi, easy);
        cs_outcome outcome = perform(exchange, &code);
        curl_multi_remove_handle(exchange->client->multi, easy);
        if (outcome == CS_CANCELLED || outcome == CS_STALLED) return outcome;
        if (exchange->is_ended) return CS_ENDED;
        if (exchange->is_redirect && exchange->head_is_over) {
            if (!follow(easy, url, reason)) return CS_SENT_ON;
            continue;
        }
        if (outcome == CS_DONE && !exchange->head_is_over) outcome = CS_CUT_OFF;
        if (outcome == CS_CUT_OFF) {
            if (exchange->head_bytes > MAXIMUM_HEAD_BYTES) {
                snprintf(reason, CS_REASON_SIZE, "its head is longer than %d bytes", MAXIMUM_HEAD_BYTES);
            } else if (reason[0] == '\0') {
                snprintf(reason, CS_REASON_SIZE, "%s", curl_easy_strerror(code));
            }
            if (exchange->head_bytes == 0 && is_hopeless(code)) return CS_UNREACHABLE;
        }
        return outcome;
    }
    return CS_SENT_ON;
}

cs_outcome cs_client_get(cs_client *client, const cs_request *request, char reason[CS_REASON_SIZE]) {
    CURL *easy = client->easy;
    exchange exchange = {.client = client, .request = request};
    reason[0] = '\0';
    CURLU *url = curl_url();
    if (url == NULL || curl_url_set(url, CURLUPART_URL, request->url, 0) != CURLUE_OK) {
        curl_url_cleanup(url);
        snprintf(reason, CS_REASON_SIZE, "the address cannot be understood");
        return CS_UNREACHABLE;
    }
    struct curl_slist *headers = NULL;
    for (size_t index = 0; index < request->header_count; index++) {
        headers = curl_slist_append(headers, request->headers[index]);
    }
    curl_easy_reset(easy);
    curl_easy_setopt(easy, CURLOPT_CURLU, url);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "atelier");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    // The head of a proxy is not the server's.
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    // Ours is the limit on silence.
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, 86400000L);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, reason);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, receive_head);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &exchange);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &exchange);
    const cs_outcome outcome = get(&exchange, url, reason);
    // Nothing of this call may be left in the handle.
    curl_easy_reset(easy);
    curl_slist_free_all(headers);
    curl_url_cleanup(url);
    return outcome;
}
