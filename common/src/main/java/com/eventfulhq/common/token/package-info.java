/**
 * Bearer tokens: signature, issuer, audience and lifetime are verified in every service, and turned into a
 * {@link com.eventfulhq.common.token.Caller}.
 */
@NullMarked
package com.eventfulhq.common.token;

import org.jspecify.annotations.NullMarked;
