/**
 * Message templates as the sender needs them: which there are, and whether one fits.
 *
 * <p>Flow: name and language → {@link com.eventfulhq.hub.whatsapp.template.Templates} → {@link
 * com.eventfulhq.hub.whatsapp.template.TemplateCheck} → a filled template, or why not.
 *
 * <p>Promises: a team's own template comes before the platform's of the same name; what passes the check is what Meta would
 * take, as far as we know the template. Never: writes; templates follow Meta's callbacks elsewhere.
 */
@NullMarked
package com.eventfulhq.hub.whatsapp.template;

import org.jspecify.annotations.NullMarked;
