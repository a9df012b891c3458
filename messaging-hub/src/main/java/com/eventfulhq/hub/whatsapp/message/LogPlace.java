package com.eventfulhq.hub.whatsapp.message;

/**
 * Where on the log a callback is. Kept with the row it made: the same place again is our own replay after a crash, another
 * place is Meta's repeat.
 */
public record LogPlace(int partition, long offset) {}
