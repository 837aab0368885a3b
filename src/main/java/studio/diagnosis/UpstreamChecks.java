package studio.diagnosis;

import jakarta.inject.Singleton;
import java.util.List;
import studio.apiconfig.ApiConfig;
import studio.apiconfig.ApiConfigs;
import studio.apiconfig.CheckApiConfig;
import studio.problem.Message;

/** Tries each API config with the call of its test button, which costs nothing. */
@Singleton
class UpstreamChecks {
    private static final int MOST = 20;

    private final ApiConfigs configs;
    private final CheckApiConfig test;

    UpstreamChecks(ApiConfigs configs, CheckApiConfig test) {
        this.configs = configs;
        this.test = test;
    }

    /** One for each API config, of the first {@value #MOST}. */
    List<Check> all() {
        return configs.all().stream().limit(MOST).map(this::of).toList();
    }

    private Check of(ApiConfig config) {
        return new Check() {
            @Override
            public String id() {
                return "upstream:" + config.id();
            }

            @Override
            public Finding examine(Visit visit) {
                CheckApiConfig.Result result = test.check(config.id(), visit.language());
                String said = result.sentence();
                return new Finding(
                        result.ok() ? Finding.State.OK : Finding.State.FAIL,
                        Message.of("diagnosis.labelled", config.label(), said));
            }
        };
    }
}
