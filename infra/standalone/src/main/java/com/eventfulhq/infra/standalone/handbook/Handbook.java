package com.eventfulhq.infra.standalone.handbook;

import com.eventfulhq.common.event.catalogue.EventCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code ./hub docs}: writes every page that is made from the code. */
public final class Handbook {

    private Handbook() {}

    /** Argument: the root of the source tree, compiled. */
    public static void main(String[] arguments) throws IOException {
        var root = Path.of(arguments[0]);
        var catalogue = EventCatalogue.load();
        Files.writeString(ConfigurationPage.page(root), ConfigurationPage.render(root));
        Files.writeString(EventsPage.page(root), EventsPage.render(catalogue));
        Files.writeString(AsyncApiFile.page(root), AsyncApiFile.render(catalogue));
        Files.writeString(RealtimeApiFile.page(root), RealtimeApiFile.render(root));
        DataModelPages.write(root);
    }
}
