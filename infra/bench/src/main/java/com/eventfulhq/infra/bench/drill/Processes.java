package com.eventfulhq.infra.bench.drill;

import com.eventfulhq.infra.standalone.House;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Which process runs under which name, by the files the supervisor writes anew with every start. */
final class Processes {

    private static final String SUFFIX = ".pid";

    private Processes() {}

    static Map<String, Long> of(House house) throws IOException {
        var processes = new TreeMap<String, Long>();
        try (var files = Files.newDirectoryStream(house.place().pids(), "*" + SUFFIX)) {
            for (var file : files) {
                var name = file.getFileName().toString();
                processes.put(name.substring(0, name.length() - SUFFIX.length()), read(file));
            }
        }
        return processes;
    }

    /** 0 while the file is being written. */
    static long id(House house, String name) throws IOException {
        return read(house.place().pids().resolve(name + SUFFIX));
    }

    private static long read(Path file) throws IOException {
        var text = Files.readString(file).trim();
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }
}
