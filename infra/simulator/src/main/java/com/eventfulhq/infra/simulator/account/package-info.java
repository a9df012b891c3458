/** What a business owns at Meta: its numbers and its message templates. Changed only through the control face. */
@NullMarked
package com.eventfulhq.infra.simulator.account;

import org.jspecify.annotations.NullMarked;
