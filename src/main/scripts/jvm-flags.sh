# Sourced: FLAGS of the server's JVM. Training and start must use the same ones, or the JVM silently leaves the cache aside.
# A server that has run out of memory is half dead: it ends, and what started it starts it again.
# The heap begins small, since the JVM would fill a sixty-fourth of the machine before it collects anything; but what 32 readers of whole lists
# have in hand at once fits the young generation: what leaves it by mistake makes the old one grow, which is collected late.
FLAGS="-Xms80m -Xmn48m --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -XX:TieredStopAtLevel=4 -Djava.util.logging.manager=org.jboss.logmanager.LogManager"
