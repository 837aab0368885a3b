# Sourced: FLAGS of the server's JVM. Training and start must use the same ones, or the JVM silently leaves the cache aside.
# A server that has run out of memory is half dead: it ends, and what started it starts it again.
# The heap begins small: what the JVM would take by itself, a sixty-fourth of the machine, is filled once before anything is collected.
FLAGS="-Xms48m --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -XX:TieredStopAtLevel=4 -Djava.util.logging.manager=org.jboss.logmanager.LogManager"
