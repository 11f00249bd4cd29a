// What Atelier asks of libcurl: one GET request at a time, on the thread that calls, its answer handed on as it comes.
#ifndef CURL_SHIM_H
#define CURL_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Connections, which are used again. All functions but `cs_client_cancel` are for one thread at a time.
typedef struct cs_client cs_client;

/// NULL where there is no memory. The caller ends it with `cs_client_free`.
cs_client *cs_client_create(void);
void cs_client_free(cs_client *client);

/// Ends the request or pause that is going on, and each later one at its start. From any thread.
void cs_client_cancel(cs_client *client);

/// Waits; returns false, at once, where the client is cancelled.
bool cs_client_pause(cs_client *client, int64_t milliseconds);

typedef struct {
    /// Of http or https.
    const char *url;
    /// Such as `Range: bytes=5-`.
    const char *const *headers;
    size_t header_count;
    /// The longest silence of the server before and while it answers.
    int64_t stall_milliseconds;
    void *context;
    /// Takes the status line, each header and the empty line after them, line ends included. False ends the request.
    bool (*receive_head)(void *context, const char *line, size_t count);
    /// Takes the next bytes of the body, at most 16 KiB; none are read from the network meanwhile. False ends the request.
    bool (*receive_body)(void *context, const void *bytes, size_t count);
} cs_request;

typedef enum {
    /// The whole answer has come.
    CS_DONE,
    CS_CANCELLED,
    /// The server was silent for too long.
    CS_STALLED,
    /// A `receive_…` has returned false.
    CS_ENDED,
    /// The server was never reached, so that trying again at once is of no use.
    CS_UNREACHABLE,
    /// The server sends on to where requests do not follow.
    CS_SENT_ON,
    CS_CUT_OFF,
} cs_outcome;

enum { CS_REASON_SIZE = 1024 };

/// Sends a request. Redirects are followed to the same host only, on the port of before, and to https from http on the
/// usual ports; the heads and bodies of redirects are not handed on.
///
/// `reason` is why the server was not reached or the answer cut off, or where it sends on to.
cs_outcome cs_client_get(cs_client *client, const cs_request *request, char reason[CS_REASON_SIZE]);

#endif
