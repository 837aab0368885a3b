# Sourced: FLAGS of the server's JVM. Training and start must use the same ones, or the JVM silently leaves the cache aside.
FLAGS="--enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=4 -Djava.util.logging.manager=org.jboss.logmanager.LogManager"
