package com.eventfulhq.hub.whatsapp.message;

import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.Wamid;
import org.jspecify.annotations.Nullable;

/** A message of ours that Meta speaks of, as it stands. */
record OutboundMessage(
        MessageId messageId,
        ConversationId conversationId,
        PhoneNumberId phoneNumberId,
        @Nullable TeamId teamId,
        @Nullable Wamid wamid,
        @Nullable String reference,
        StatusOrder.Standing standing) {}
