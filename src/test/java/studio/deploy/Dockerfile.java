package studio.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Dockerfile as its instructions: comments gone, continued lines joined, build arguments of the head put in. */
record Dockerfile(List<Instruction> instructions) {

    /** @param keyword in upper case, {@code COPY} */
    record Instruction(String keyword, String rest) {
        List<String> words() {
            return List.of(rest.split("\\s+"));
        }
    }

    static Dockerfile read(Path file) throws IOException {
        List<Instruction> found = new ArrayList<>();
        Map<String, String> arguments = new HashMap<>();
        StringBuilder line = new StringBuilder();
        for (String raw : Files.readAllLines(file)) {
            String text = raw.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            boolean continued = text.endsWith("\\");
            line.append(continued ? text.substring(0, text.length() - 1) : text).append(' ');
            if (!continued) {
                Instruction instruction = parse(line.toString().strip(), arguments);
                if (instruction.keyword().equals("ARG")
                        && found.stream().noneMatch(i -> i.keyword().equals("FROM"))) {
                    String[] pair = instruction.rest().split("=", 2);
                    arguments.put(pair[0], pair[1]);
                }
                found.add(instruction);
                line.setLength(0);
            }
        }
        return new Dockerfile(List.copyOf(found));
    }

    List<Instruction> all(String keyword) {
        return instructions.stream().filter(i -> i.keyword().equals(keyword)).toList();
    }

    /** The instructions of the stage that becomes the image. */
    List<Instruction> image() {
        int last = instructions.lastIndexOf(all("FROM").getLast());
        return instructions.subList(last, instructions.size());
    }

    private static Instruction parse(String line, Map<String, String> arguments) {
        String[] parts = line.split("\\s+", 2);
        String rest = parts.length > 1 ? parts[1] : "";
        for (Map.Entry<String, String> argument : arguments.entrySet()) {
            rest = rest.replace("${" + argument.getKey() + "}", argument.getValue());
        }
        return new Instruction(parts[0], rest);
    }
}
