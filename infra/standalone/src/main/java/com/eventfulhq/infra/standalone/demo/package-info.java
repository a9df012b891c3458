/**
 * The demo: one story through the real parts, told with ids and timings.
 *
 * <p>Flow: start the house on a directory of its own → a user writes → it is stored and seen live → a reply is sent, delivered,
 * read → the window closes → free text is refused, a template is not → somebody is notified twice over → stop.
 */
@NullMarked
package com.eventfulhq.infra.standalone.demo;

import org.jspecify.annotations.NullMarked;
